using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Datasets.Import;
using Streaming.Training.Datasets.Miniature;

namespace Streaming.Tests.Training.Datasets.Import;

public sealed class MiniatureImportTests
{
    /// <summary>Seven subjects hold every awkward case of each layout.</summary>
    private const int Subjects = 7;

    public static TheoryData<string> AllLayouts() => [.. Miniatures.Names];

    [Theory]
    [MemberData(nameof(AllLayouts))]
    public void Import_gives_exactly_the_stages_that_were_written(string layout)
    {
        using var folder = new MiniatureFolder(layout, Subjects);
        var results = folder.Import();
        var files = NightCache.Open(folder.CacheFolder).Files.ToDictionary(file => file.Record.Name);
        foreach (var written in folder.Written)
        {
            if (written.Refused is { } reason)
            {
                Assert.Contains(reason, results.Single(result => result.Study.Name == written.Name).Problem, StringComparison.Ordinal);
                continue;
            }
            var record = files[written.Name].Record;
            Assert.Equal($"{layout}/{written.Subject}", record.Subject);
            Assert.True(record.Simulated); // by its header
            if (written.PageSeconds == 20) AssertPages(written, record);
            else AssertEpochs(written, Assert.Single(record.Grids));
        }
        Assert.Equal(folder.Written.Count(written => written.Refused is null), files.Count);
        Assert.All(files.Values, file => Assert.Null(file.Damage(TestContext.Current.CancellationToken)));
    }

    [Theory]
    [MemberData(nameof(AllLayouts))]
    public void Second_import_reads_nothing_again_unless_stages_changed(string layout)
    {
        using var folder = new MiniatureFolder(layout, subjects: 1, epochs: 4);
        Assert.All(folder.Import(), result => Assert.Equal(ImportOutcome.Imported, result.Outcome));
        Assert.All(folder.Import(), result => Assert.Equal(ImportOutcome.AlreadyThere, result.Outcome));
        var stages = Layouts.Of(layout, folder.Data).Find([.. Directory.GetFiles(folder.Data, "*", SearchOption.AllDirectories)], [])[0].Files.ElementAt(1);
        File.AppendAllText(stages, "\n");
        Assert.Equal(ImportOutcome.Imported, folder.Import()[0].Outcome);
    }

    [Fact]
    public void Samples_and_epochs_equal_those_of_the_file_also_across_a_gap()
    {
        using var folder = new MiniatureFolder("mass", subjects: 3);
        folder.Import();
        using var stream = File.OpenRead(folder.FileNamed("01-03-0003 PSG.edf"));
        using var stages = File.OpenRead(folder.FileNamed("01-03-0003 Base.edf"));
        var maps = new[] { DerivationMap.Parse("EOG Left Horiz=E1"), DerivationMap.Parse("EOG Right Horiz=E2") };
        var study = EdfStudy.From(EdfReader.Open(stream), Guid.Empty, maps, EdfReader.Open(stages));
        var played = NightEpochs.Of(StagedNight.Of(study, "played"), SignalSpecs.V1).ToList();
        var cached = NightEpochs.Of(NightCache.Open(folder.CacheFolder).Nights.Single(night => night.Name == "01-03-0003"), SignalSpecs.V1).ToList();
        Assert.Contains(played, epoch => epoch.UnscorableReason is not null); // 75 s are missing
        Assert.Equal(played.Count, cached.Count);
        foreach (var (a, b) in played.Zip(cached))
        {
            Assert.Equal((a.Number, a.UnscorableReason, a.StartSeconds), (b.Number, b.UnscorableReason, b.StartSeconds));
            Assert.Equal(a.ScalesMicrovolts, b.ScalesMicrovolts);
            for (var row = 0; row < 6; row++)
                Assert.True(a.Rows[row] is { } samples ? samples.AsSpan().SequenceEqual(b.Rows[row]) : b.Rows[row] is null, $"epoch {a.Number} row {row}");
        }
    }

    [Fact]
    public void Fractional_rates_stay_exact()
    {
        using var folder = new MiniatureFolder("mass", subjects: 4, epochs: 4);
        folder.Import();
        var night = NightCache.Open(folder.CacheFolder).Nights.First(night => night.Name.StartsWith("01-04", StringComparison.Ordinal));
        Assert.Equal(new Rational(25600000, 99951), night.Study.Channels[0].RateHz);
        Assert.Contains("fractional, exactly 25600000/99951", folder.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Wake_is_trimmed_and_the_rest_keeps_its_stages()
    {
        using var folder = new MiniatureFolder("sleep-edf", subjects: 1);
        folder.Import(new ImportOptions { WakeMinutes = 5 });
        var written = folder.Written[0].Scorings[0].Stages;
        var first = written.Index().First(entry => entry.Item is not null and not Stage.W).Index;
        var stages = NightCache.Open(folder.CacheFolder).Nights[0].Scorings[0].Stages;
        Assert.Equal(written.Skip(first - 10).Take(stages.Count), stages);
        Assert.InRange(stages.Count, 20, written.Count - 100);
        Assert.Contains("trimmed: ", folder.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_scorers_give_two_scorings_and_two_nights_one_subject()
    {
        using var folder = new MiniatureFolder("isruc", subjects: 5, epochs: 4);
        folder.Import();
        var nights = NightCache.Open(folder.CacheFolder).Nights;
        Assert.All(nights, night => Assert.Equal(["expert 1", "expert 2"], night.Scorings.Select(scoring => scoring.Scorer)));
        Assert.Equal(2, nights.Count(night => night.Subject == "isruc/subgroupII-1"));
        Assert.Equal(1, nights.Count(night => night.Subject == "isruc/subgroupI-1"));
    }

    [Fact]
    public void Broken_study_is_named_and_the_rest_goes_on()
    {
        using var folder = new MiniatureFolder("shhs", subjects: 3, epochs: 4);
        var broken = folder.FileNamed("shhs1-200002-nsrr.xml");
        File.WriteAllText(broken, File.ReadAllText(broken)[..300]);
        var cut = folder.FileNamed("shhs1-200003.edf");
        using (var stream = File.OpenWrite(cut)) stream.SetLength(300);
        var results = folder.Import();
        Assert.Equal(2, results.Count(result => result.Outcome == ImportOutcome.Imported)); // both visits of the first subject
        Assert.Contains(results, result => Says(result, broken) && Says(result, "line"));
        Assert.Contains(results, result => Says(result, cut) && Says(result, "Byte 300"));
        Assert.Throws<DatasetException>(() => folder.Import(new ImportOptions { Strict = true }));
    }

    [Fact]
    public void Recording_cut_short_is_counted_and_named_and_stops_a_strict_import()
    {
        using var folder = new MiniatureFolder("shhs", subjects: 2, epochs: 12);
        var cut = folder.FileNamed("shhs1-200002.edf");
        using (var stream = File.OpenWrite(cut)) stream.SetLength(stream.Length / 4);
        string[] lines = [.. ImportSummary.Lines(folder.Import())];
        Assert.Contains(lines, line => line.EndsWith("not imported, 1 cut short", StringComparison.Ordinal));
        Assert.Contains(lines, line => line is "cut short: shhs1-200002 holds 23 % of the length its header states" or "cut short: shhs1-200002 holds 24 % of the length its header states");
        Assert.Contains(ImportSummary.Lines(folder.Import()), line => line.EndsWith("1 cut short", StringComparison.Ordinal)); // also of a night that is there
        var refusal = Assert.Throws<DatasetException>(() => folder.Import(new ImportOptions { Strict = true, Again = true }));
        Assert.Contains($"{cut}: cut short", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopped_import_leaves_whole_nights_and_goes_on_where_it_was()
    {
        using var folder = new MiniatureFolder("shhs", subjects: 3, epochs: 4);
        using var stop = new CancellationTokenSource();
        var cache = NightCache.Create(folder.CacheFolder);
        var log = new StoppingLog(stop, "[2/4]");
        var importer = new Importer(Layouts.Of("shhs", folder.Data), cache, new ImportOptions(), TimeProvider.System, log);
        Assert.Throws<OperationCanceledException>(() => importer.Run(folder.Data, stop.Token));
        Assert.Single(NightCache.Open(folder.CacheFolder).Files);
        Assert.Empty(Directory.GetFiles(folder.CacheFolder, "*.part", SearchOption.AllDirectories));
        Assert.Equal([ImportOutcome.AlreadyThere, ImportOutcome.Imported, ImportOutcome.Imported, ImportOutcome.Imported],
            folder.Import().Select(result => result.Outcome));
    }

    private static bool Says(ImportResult result, string text) => result.Problem?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    private static void AssertEpochs(WrittenNight written, NightGrid grid)
    {
        Assert.Equal(written.Scorings.Select(scoring => scoring.Scorer), grid.Scorings.Select(scoring => scoring.Scorer));
        foreach (var (expected, actual) in written.Scorings.Zip(grid.Scorings))
        {
            // The first annotation may begin later than the recording: the epochs before it have no stage.
            var before = actual.Stages.Count - expected.Stages.Count;
            Assert.InRange(before, 0, 1);
            Assert.Equal(expected.Stages, actual.Stages.Take(expected.Stages.Count));
            Assert.All(actual.Stages.Skip(expected.Stages.Count), stage => Assert.Null(stage));
        }
    }

    // Page k is epoch 30 s long, begins 5 s before the page, and is in grid k modulo 3.
    private static void AssertPages(WrittenNight written, NightRecord record)
    {
        Assert.Equal(3, record.Grids.Count);
        var pages = new SortedDictionary<Rational, Stage?>();
        foreach (var grid in record.Grids)
            foreach (var (epoch, stage) in grid.Scorings[0].Stages.Index())
                if (stage is not null) pages.Add(grid.OriginSeconds + new Rational(30L * epoch), stage);
        var first = new Rational(4071, 500) - 5;
        var expected = written.Scorings[0].Stages.Index().Where(page => page.Item is not null)
            .Select(page => KeyValuePair.Create(first + new Rational(20L * page.Index), page.Item));
        Assert.Equal(expected, pages);
    }

    private sealed class StoppingLog(CancellationTokenSource stop, string at) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value?.StartsWith(at, StringComparison.Ordinal) == true) stop.Cancel();
        }
    }
}
