using System.Text.Json;
using Streaming.Core.Rendering;
using Streaming.Tests.Golden;
using Streaming.Tests.Training.Datasets.Import;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Datasets.Images;

namespace Streaming.Tests.Training.Datasets.Images;

public sealed class ImageDatasetExportTests : IDisposable
{
    private static readonly string[] s_splits = ["training", "validation", "test"];
    private readonly string _folder = Directory.CreateTempSubdirectory("image-dataset").FullName;

    [Fact]
    public void Every_question_has_a_picture_that_decodes_and_no_subject_crosses_splits()
    {
        using var data = new MiniatureFolder("isruc", subjects: 5, epochs: 6);
        data.Import();
        Export("whole", NightSequence.Of(NightCache.Open(data.CacheFolder).Nights));
        var splitOf = new Dictionary<string, string>();
        var kinds = new HashSet<string>();
        foreach (var split in s_splits)
        {
            var lines = File.ReadAllLines(At("whole", "questions", $"{split}.jsonl"));
            Assert.NotEmpty(lines);
            foreach (var line in lines) Check(JsonDocument.Parse(line).RootElement, split, splitOf, kinds);
        }
        Assert.Equal(["derivations", "is-stage", "scorers", "stage", "stage-choice"], kinds.Order(StringComparer.Ordinal));
        Assert.Equal(5, splitOf.Count);
        var labels = File.ReadAllLines(At("whole", "labels.csv"));
        var epochs = labels.Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.All(epochs, fields => Assert.Equal(splitOf[fields[2]], fields[6]));
        var simulated = Array.IndexOf(labels[0].Split(','), "simulated");
        Assert.All(epochs, fields => Assert.Equal("true", fields[simulated])); // a miniature's sleeper is nobody
        Assert.Contains("`true`, `false`", File.ReadAllText(At("whole", "README.md")), StringComparison.Ordinal);
        Assert.Equal(33, epochs.Length); // six nights of six epochs, less the three that one scorer left out
        Assert.Contains("| Training | 3 |", File.ReadAllText(At("whole", "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupted_export_goes_on_to_the_same_files()
    {
        var nights = NightSequence.SimulatedNights(Split.Test, 1, subjects: 3, epochs: 4);
        Export("whole", nights, perNight: 2);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Export("parts", nights, perNight: 2, new StoppingLog(stop), stop.Token));
        Export("parts", nights, perNight: 2);
        var again = new StringWriter();
        Export("parts", nights, perNight: 2, again);
        Assert.Equal(3, again.ToString().Split("already drawn\n").Length - 1); // and no time left is made up
        var files = Files("whole");
        Assert.Equal(files, Files("parts"));
        Assert.Equal(12, files.Count(file => file.EndsWith(".png", StringComparison.Ordinal))); // 3 nights, 2 epochs, 2 pictures
        Assert.All(files, file => Assert.True(File.ReadAllBytes(At("whole", file)).AsSpan().SequenceEqual(File.ReadAllBytes(At("parts", file))), file));
    }

    [Fact]
    public void Every_label_says_whether_somebody_slept()
    {
        var nights = NightSequence.SimulatedNights(Split.Test, 1, subjects: 4, epochs: 2).All().ToList();
        nights[2] = nights[2] with { Dataset = "edf", Simulated = false, Events = [] };
        Export("mixed", NightSequence.Of(nights), perNight: 1);
        var labels = File.ReadAllLines(At("mixed", "labels.csv"));
        Assert.Equal("id,dataset,subject,night,epoch,onset_s,split,stage,labeller,scorers,simulated,image_clinical-448,image_lossless-100", labels[0]);
        Assert.Equal(4, labels.Length - 1);
        Assert.All(labels.Skip(1).Select(line => line.Split(',')), fields => Assert.Equal(fields[1] == "simulated" ? "true" : "false", fields[10]));
        Assert.Single(labels, line => line.StartsWith("edf/", StringComparison.Ordinal));
    }

    [Fact]
    public void Folder_of_another_export_is_refused()
    {
        var nights = NightSequence.SimulatedNights(Split.Test, 1, subjects: 3, epochs: 2);
        Export("one", nights, perNight: 1);
        Assert.Contains("another export", Assert.Throws<DatasetException>(() => Export("one", nights, perNight: 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_a_full_disk_left_empty_are_written_again()
    {
        Directory.CreateDirectory(At("one"));
        File.WriteAllText(At("one", "export.json"), "");
        Export("one", NightSequence.SimulatedNights(Split.Test, 1, subjects: 3, epochs: 2), perNight: 1);
        Assert.NotEmpty(File.ReadAllText(At("one", "export.json")));
        Assert.True(File.Exists(At("one", "README.md")));
    }

    [Fact]
    public void Questions_tell_reasons_only_where_events_are_known()
    {
        var example = new EpochExample(
            "a/b/1", "a", "a/s", "b", 1, 30, "test", "N2", "expert", new Dictionary<string, string> { ["expert"] = "N2" },
            new Dictionary<string, string?> { ["Frontal"] = null, ["Central"] = "C4-M1", ["LeftEye"] = "E1-M2", ["RightEye"] = "E2-M2", ["Chin"] = null }, new Dictionary<string, string> { ["p"] = "images/p.png" }, null);
        var plain = new QuestionWriter("p", 1).Of(example).ToDictionary(question => question.Kind, question => question.Answer);
        Assert.False(plain.ContainsKey("stage-reason"));
        Assert.Equal("3: EEG, eye, eye", plain["derivations"]); // the picture shows no electrode's name
        Assert.False(plain.ContainsKey("spindles"));
        var simulated = new QuestionWriter("p", 1).Of(example with { Events = [new KnownEvent("Spindle", 3, 0.8), new KnownEvent("Spindle", 9, 1)] })
            .ToDictionary(question => question.Kind, question => question.Answer);
        Assert.Equal("2", simulated["spindles"]);
        Assert.Contains("spindle 2 (1.8 s in all)", simulated["stage-reason"], StringComparison.Ordinal);
    }

    [Fact]
    public void Card_says_what_the_height_of_a_row_stands_for()
    {
        Export("one", NightSequence.SimulatedNights(Split.Test, 1, subjects: 3, epochs: 2), perNight: 1);
        var card = File.ReadAllText(At("one", "README.md"));
        Assert.Contains("| from the middle of a row to its edge: EEG 100, eyes 150, chin 50 µV; cut off there |", card, StringComparison.Ordinal);
        Assert.Contains("| asinh of signal over running scale, to ±20; the bar at the left of a row states its scale |", card, StringComparison.Ordinal);
        Assert.Contains("negative is up.", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_drawn_is_no_data_set()
    {
        var unscored = NightSequence.SimulatedNights(Split.Test, 1, subjects: 3, epochs: 2).All()
            .Select(night => night with { Scorings = [new NightScoring("expert", [null, null])] }).ToArray();
        Assert.StartsWith(
            "a test: no picture was drawn", Assert.Throws<DatasetException>(() => Export("none", NightSequence.Of(unscored))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(At("none", "README.md")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Check(JsonElement question, string split, Dictionary<string, string> splitOf, HashSet<string> kinds)
    {
        Assert.Equal(split, question.GetProperty("split").GetString());
        var subject = question.GetProperty("subject").GetString()!;
        Assert.True(splitOf.TryAdd(subject, split) || splitOf[subject] == split, $"{subject} is in two splits");
        kinds.Add(question.GetProperty("kind").GetString()!);
        var messages = question.GetProperty("messages");
        var image = messages[0].GetProperty("content")[0].GetProperty("image").GetString()!;
        Assert.Equal(question.GetProperty("image").GetString(), image);
        Assert.Equal(question.GetProperty("answer").GetString(), messages[1].GetProperty("content")[0].GetProperty("text").GetString());
        var picture = PngReader.Read(File.ReadAllBytes(At("whole", image)));
        Assert.Equal((448, 224, 3), (picture.Width, picture.Height, picture.Planes));
        Assert.True(picture.Pixels.AsSpan().ContainsAnyExcept((byte)0));
    }

    private void Export(string name, NightSequence nights, int? perNight = null, TextWriter? log = null, CancellationToken? cancellationToken = null) =>
        new ImageDatasetExport(
            new ImageDatasetOptions { Output = At(name), EpochsPerNight = perNight, Pictures = [RenderSpecs.Clinical448, RenderSpecs.Lossless100] },
            TimeProvider.System, log ?? TextWriter.Null).Run(nights, "a test", cancellationToken ?? TestContext.Current.CancellationToken);

    private string[] Files(string name) =>
        [.. Directory.GetFiles(At(name), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(At(name), path)).Order(StringComparer.Ordinal)];

    private string At(params string[] parts) => Path.Combine([_folder, .. parts]);

    private sealed class StoppingLog(CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value) => stop.Cancel();
    }
}
