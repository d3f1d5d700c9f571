using System.Text.RegularExpressions;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Datasets.Import;

namespace Streaming.Tests.Training.Datasets.Import;

public sealed class AnnotatedEdfImportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("annotated").FullName;

    [Fact]
    public void Real_recording_keeps_its_grid_and_stages()
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        File.Copy(SharedData.FileOrSkip("dynamo", "dynamo.edf"), Path.Combine(data, "dynamo.edf"));
        var options = new ImportOptions { Maps = [DerivationMap.Parse("EEG=C4-M1")] };
        var cache = NightCache.Create(Path.Combine(_folder, "cache"));
        new Importer(Layouts.Of("edf", data), cache, options, TimeProvider.System, TextWriter.Null).Run(data, TestContext.Current.CancellationToken);
        var night = Assert.Single(NightCache.Open(cache.Folder).Nights);
        Assert.Equal(new Rational(1001, 100), night.Study.EpochOriginSeconds);
        Assert.Equal([2, 7, 95, 37, 26], Enumerable.Range(0, 5).Select(stage => night.Scorings[0].Stages.Count(given => (int?)given == stage)));
        Assert.Equal(("edf/dynamo", "dynamo"), (night.Subject, night.Name));
    }

    [Fact]
    public void Recording_of_an_unknown_reference_is_refused_with_what_to_state()
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        File.Copy(SharedData.FileOrSkip("dynamo", "dynamo.edf"), Path.Combine(data, "dynamo.edf"));
        var cache = NightCache.Create(Path.Combine(_folder, "cache"));
        var importer = new Importer(Layouts.Of("edf", data), cache, new ImportOptions(), TimeProvider.System, TextWriter.Null);
        var result = Assert.Single(importer.Run(data, TestContext.Current.CancellationToken));
        Assert.Contains("--map 'EEG=C4-M1'", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Hypnogram_of_another_person_is_not_taken_and_own_stages_win()
    {
        SmallRecording.Write(At("SUBJ001-PSG.edf"), 60, []);
        SmallRecording.Write(At("SUBJ001-Hypnogram.edf"), 10, SmallRecording.Pages(30, "Sleep stage N3", "Sleep stage R"));
        SmallRecording.Write(At("SUBJ002-PSG.edf"), 60, []);
        SmallRecording.Write(At("SUBJ003-PSG.edf"), 60, SmallRecording.Pages(30, "Sleep stage N1", "Sleep stage N2"));
        SmallRecording.Write(At("SUBJ003-Hypnogram.edf"), 10, SmallRecording.Pages(60, "Sleep stage W"));
        SmallRecording.Write(At("SUBJ004-Hypnogram.edf"), 10, SmallRecording.Pages(60, "Sleep stage W"));
        var log = new StringWriter();
        var results = Import(log);
        Assert.Equal([[Stage.N3, Stage.R], [], [Stage.N1, Stage.N2]], results.Select(result => result.Stages));
        Assert.Contains("SUBJ002-PSG.edf: holds no stage", results[1].Problem, StringComparison.Ordinal);
        Assert.Contains("SUBJ003-PSG.edf, 0.02 h, with its own annotations", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("note: The recording's own stages are used; 'SUBJ003-Hypnogram.edf' beside it is not.", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("SUBJ004-Hypnogram.edf: no recording of this name; left out", log.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Import(log).Count(result => result.Outcome == ImportOutcome.AlreadyThere));
    }

    [Fact]
    public void Text_or_xml_of_the_recordings_name_has_the_stages_where_nothing_else_has()
    {
        SmallRecording.Write(At("A/P1-PSG.edf"), 60, []);
        File.WriteAllText(At("A/p1.csv"), "N2\nREM\n");
        SmallRecording.Write(At("A/P2.edf"), 60, []);
        File.WriteAllText(At("A/P2-Hypnogram.txt"), "0\n5\n");
        File.WriteAllText(At("A/P2.txt"), "3\n3\n");
        SmallRecording.Write(At("A/P3.edf"), 60, SmallRecording.Pages(30, "Sleep stage N1", "Sleep stage N2"));
        File.WriteAllText(At("A/P3.txt"), "5\n5\n");
        SmallRecording.Write(At("A/P4.edf"), 60, []);
        File.WriteAllText(At("A/P4.txt"), "Notes of the night of Jane Doe\n");
        SmallRecording.Write(At("A/P5.edf"), 60, []);
        File.WriteAllText(At("A/P5.xml"), "<CMPStudyConfig><SleepStages><SleepStage>4</SleepStage><SleepStage>5</SleepStage></SleepStages></CMPStudyConfig>");
        SmallRecording.Write(At("A/P6.edf"), 60, []);
        SmallRecording.Write(At("A/P6-Hypnogram.edf"), 10, SmallRecording.Pages(30, "Sleep stage N3", "Sleep stage R"));
        File.WriteAllText(At("A/P6.txt"), "0\n0\n");
        SmallRecording.Write(At("A/P7.edf"), 60, []);
        File.WriteAllText(At("P7.txt"), "0\n0\n");
        var log = new StringWriter();
        var results = Import(log);
        Assert.Equal([[Stage.N2, Stage.R], [Stage.W, Stage.R], [Stage.N1, Stage.N2], [], [Stage.N3, Stage.R], [Stage.N3, Stage.R], []], results.Select(result => result.Stages));
        Assert.DoesNotContain("expert 1", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("P1-PSG.edf, 0.02 h, with p1.csv", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("P2.txt: P2-Hypnogram.txt is taken for the stages of this recording; left out", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("P3.edf, 0.02 h, with its own annotations", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("own stages are used; 'P3.txt' beside it is not", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("P4.txt: line 1 is no stage code", results[3].Problem, StringComparison.Ordinal); // and not what it says
        Assert.Contains("P7.edf: holds no stage", results[6].Problem, StringComparison.Ordinal);
        Assert.Equal(5, Import(log).Count(result => result.Outcome == ImportOutcome.AlreadyThere));
        File.WriteAllText(At("A/p1.csv"), "N2\nN2\n");
        Assert.Equal([Stage.N2, Stage.N2], Import(log)[0].Stages); // another text, another night
    }

    [Theory]
    [InlineData("^([^/]+)/", "P01", "P01", "P02")]
    [InlineData("(P[0-9]+)/night1", "P01", "P01_night2", "P02")]
    [InlineData("^(x?)P.*night1", "P01_night1", "P01_night2", "P02_night1")]
    public void Subject_is_told_by_the_path_below_the_folder(string pattern, params string[] subjects)
    {
        string[] files = [At("P01/night1.edf"), At("P01/night2.edf"), At("P02/night1.edf")];
        var found = Layouts.Of("edf", At(""), new Regex(pattern)).Find(files, []);
        Assert.Equal(subjects, found.Select(study => study.Subject));
        Assert.All(found, study => Assert.Equal(study.Subject == study.Name, study.Problem?.StartsWith($"'{study.Name.Replace('_', '/')}.edf' does not match", StringComparison.Ordinal) ?? false));
    }

    [Fact]
    public void Pages_of_20_s_become_three_grids_with_every_stage_as_written()
    {
        SmallRecording.Write(At("a.edf"), 200, SmallRecording.Pages(20, [.. "W123R123RW".Select(stage => $"Sleep stage {stage}")]));
        var log = new StringWriter();
        var result = Assert.Single(Import(log));
        Assert.Equal(3, NightCache.Open(Path.Combine(_folder, "cache")).Nights.Count);
        Assert.Equal([2, 2, 2, 2], new[] { Stage.N1, Stage.N2, Stage.N3, Stage.R }.Select(stage => result.Stages.Count(given => given == stage)));
        Assert.Contains("note: pages of 20 s, each widened by 5 s either side", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_are_no_stage_are_named_where_they_repeat_and_end_like_one()
    {
        var person = $"Patient {new string('x', 60)} Smith";
        SmallRecording.Write(At("a.edf"), 180, SmallRecording.Pages(30, "Schlafstadium N2", "Schlafstadium N2", "Schlafstadium N2", "called Dr. Smith", "called Dr. Smith", "called Dr. Smith"));
        SmallRecording.Write(At("b.edf"), 150, SmallRecording.Pages(30, "Sleep stage W@@C3-M2", "SLEEP-S2", "SLEEP-S2", "SLEEP-S2", "N3"));
        SmallRecording.Write(At("c.edf"), 150, [(0, 3, "Arousal"), (30, 4, "Arousal"), (60, 5, "Arousal"), .. SmallRecording.Pages(30, "N1", person, person, person)]);
        SmallRecording.Write(At("d.edf"), 150, []);
        var log = new StringWriter();
        var results = Import(log);
        Assert.Contains("a.edf: holds no stage: of its 6 annotations these are the commonest that are not read: 'Schlafstadium N2' 3; stages", results[0].Problem, StringComparison.Ordinal);
        Assert.Equal([Stage.W, null, null, null, Stage.N3], results[1].Stages);
        Assert.Contains("expert: W 1 N1 0 N2 0 N3 1 R 0, 3 epochs without a stage; ignored in the whole recording: 'SLEEP-S2' 3", log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Patient", log.ToString(), StringComparison.Ordinal); // a free text may name somebody, however often
        Assert.EndsWith("d.edf: holds no stage: it has no annotations", results[3].Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("Smith", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stages_beyond_the_recording_are_named()
    {
        SmallRecording.Write(At("a.edf"), 70, SmallRecording.Pages(30, "N1", "N2", "N2", "N3", "N3"));
        SmallRecording.Write(At("b.edf"), 70, SmallRecording.Pages(30, "N1", "N2", "N2"));
        var log = new StringWriter();
        Import(log);
        Assert.Contains("note: Stages of 80 s (2 epochs) are annotated beyond the recording's end; left out.", log.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, log.ToString().Split("are annotated beyond").Length);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string path) => Path.Combine(_folder, "data", path);

    private IReadOnlyList<ImportResult> Import(TextWriter? log = null) =>
        new Importer(Layouts.Of("edf", At("")), NightCache.Create(Path.Combine(_folder, "cache")), new ImportOptions(), TimeProvider.System, log ?? TextWriter.Null)
            .Run(At(""), TestContext.Current.CancellationToken);
}
