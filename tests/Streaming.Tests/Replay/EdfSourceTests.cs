using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Replay.Recordings;
using Streaming.Tests.Core.Signals;
using Streaming.Tests.Core.Signals.Edf;
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

    [Fact]
    public void Header_has_the_time_of_the_zone_that_is_stated_and_a_time_that_came_twice_is_remarked()
    {
        var path = Path.Combine(_folder, "autumn.edf");
        var builder = new EdfBuilder { Date = "25.10.26", Time = "02.30.00", Reserved = "EDF+C" }.With("C4-M1", 100).With("EDF Annotations", 16);
        File.WriteAllBytes(path, builder.Record(0, EdfBuilder.Tal("+0.25^^")).Record(1, EdfBuilder.Tal("+1.25^^")).Bytes());

        var (here, there) = (Opened(null), Opened(new LocalClock(Zones.Of("Europe/Berlin"))));

        var shown = new DateTimeOffset(2026, 10, 25, 2, 30, 0, 250, TimeSpan.Zero);
        Assert.Equal((shown, shown.AddHours(-2)), (here.Study.Start, there.Study.Start));
        Assert.DoesNotContain(here.Remarks, IsDoubt);
        Assert.Single(there.Remarks, IsDoubt);

        BedRecording Opened(LocalClock? clock)
        {
            using var source = new EdfSource([path], [], null, clock);
            return source.Open(0);
        }

        static bool IsDoubt(string remark) => remark.Contains("2026-10-25 02:30:00 twice", StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
