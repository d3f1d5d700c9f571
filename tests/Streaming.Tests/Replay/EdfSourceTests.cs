using Streaming.Core.Simulation;
using Streaming.Replay.Recordings;
using Streaming.Tests.Training.Datasets.Import;
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

    [Fact]
    public void Own_stages_win_over_the_file_beside_and_no_other_persons_file_is_taken()
    {
        SmallRecording.Write(Path.Combine(_folder, "SUBJ001-PSG.edf"), 60, [(40, 30, "Sleep stage N2")]);
        SmallRecording.Write(Path.Combine(_folder, "SUBJ001-Hypnogram.edf"), 10, [(5, 30, "Sleep stage W")]);
        SmallRecording.Write(Path.Combine(_folder, "SUBJ002-PSG.edf"), 60, []);
        using var source = new EdfSource([Path.Combine(_folder, "SUBJ001-PSG.edf"), Path.Combine(_folder, "SUBJ002-PSG.edf")], [], null);
        var own = source.Open(0);
        Assert.Equal(10, own.Study.EpochOriginSeconds);
        Assert.Contains(own.Remarks, remark => remark.Contains("'SUBJ001-Hypnogram.edf' beside it is not", StringComparison.Ordinal));
        Assert.Equal(0, source.Open(1).Study.EpochOriginSeconds);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
