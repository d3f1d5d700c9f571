using Streaming.Core.Simulation;
using Streaming.Replay.Recordings;
using Streaming.Training.Export;

namespace Streaming.Tests.Replay;

public sealed class EdfSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edf-source").FullName;

    [Fact]
    public void Hypnogram_that_is_no_EDF_is_the_file_that_is_named()
    {
        var (recording, hypnogram) = (Path.Combine(_folder, "3.edf"), Path.Combine(_folder, "3_1.txt"));
        using (var stream = File.Create(recording))
            SimulatedEdf.Write(new NightSimulator(new NightSimulatorOptions { Epochs = 1, RateHz = 100 }, 1), stream);
        File.WriteAllText(hypnogram, "0\n");
        using var source = new EdfSource([recording], [], hypnogram);
        Assert.StartsWith($"{hypnogram} is not readable as EDF.", Assert.Throws<RecordingException>(() => source.Open(0)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
