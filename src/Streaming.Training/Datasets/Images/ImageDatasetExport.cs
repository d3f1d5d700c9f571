using System.Globalization;
using System.Text.Json;
using Streaming.Training.Export;

namespace Streaming.Training.Datasets.Images;

/// <summary>Writes the PSG image data set: pictures, labels, splits, questions and a card. A night that is finished is not drawn again.</summary>
internal sealed class ImageDatasetExport(ImageDatasetOptions options, TimeProvider time, TextWriter log)
{
    private const string SettingsName = "export.json";
    private readonly Lock _lock = new();

    /// <exception cref="DatasetException">The folder holds another export, a file cannot be written, there are fewer than three subjects, or not
    /// one epoch can be drawn.</exception>
    public void Run(NightSequence nights, string source, CancellationToken cancellationToken)
    {
        try
        {
            NightKey[] all = [.. nights.All().Select(NightKey.Of).OrderBy(night => night.Name, StringComparer.Ordinal)];
            var split = Split(all);
            Directory.CreateDirectory(options.Output);
            Claim(source);
            DrawAll(nights, all, split, cancellationToken);
            EpochExample[][] examples = [.. all.Select(night => ExampleJson.Read(RecordsOf(night)).ToArray())];
            if (examples.All(night => night.Length == 0))
                throw new DatasetException($"{source}: no picture was drawn: no epoch has a stage, a channel to draw and enough signal.");
            WriteLabels(all, examples);
            WriteSplits(split);
            WriteQuestions(examples);
            File.WriteAllText(At("README.md"), DatasetCard.Of(options, source, split, [.. examples.SelectMany(night => night)]));
        }
        catch (AggregateException several) when (several.Flatten().InnerExceptions.FirstOrDefault(IsOfTheDisk) is { } first)
        {
            throw Refused(first);
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw Refused(e);
        }
    }

    private static bool IsOfTheDisk(Exception e) => e is IOException or UnauthorizedAccessException;

    private DatasetException Refused(Exception e) =>
        new($"{options.Output}: {e.Message} Nights finished before are kept; run the same command to go on.", e);

    private SubjectSplit Split(NightKey[] nights)
    {
        try
        {
            return SubjectSplit.ByShares(nights.Select(night => night.Subject), options.SplitSeed);
        }
        catch (ArgumentException e)
        {
            throw new DatasetException(e.Message, e);
        }
    }

    // Two exports in one folder would mix their splits.
    private void Claim(string source)
    {
        var settings = ExampleJson.Line(new
        {
            source,
            pictures = options.Pictures.Select(spec => $"{spec.Preset} version {spec.Version}"),
            options.EpochsPerNight,
            options.Seed,
            options.SplitSeed,
        });
        var path = At(SettingsName);
        var there = File.Exists(path) ? File.ReadAllText(path) : "";
        if (there.Length == 0) WholeFile.Write(path, settings); // an empty one is all that a full disk had room for
        else if (there != settings)
            throw new DatasetException($"{path} is of another export ({there}); choose another folder, or delete this one");
    }

    private void DrawAll(NightSequence nights, NightKey[] keys, SubjectSplit split, CancellationToken cancellationToken)
    {
        var (done, drawn, started) = (0, 0, time.GetTimestamp());
        var missing = keys.Count(night => !File.Exists(RecordsOf(night)));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken };
        Parallel.ForEach(keys, parallel, night =>
        {
            var examples = File.Exists(RecordsOf(night)) ? null : Draw(nights[night.Number], night, split[night.Subject], cancellationToken);
            lock (_lock)
            {
                done++;
                if (examples is not null) drawn++;
                var left = drawn == 0 ? "" : string.Create(
                    CultureInfo.InvariantCulture, $", about {time.GetElapsedTime(started) / drawn * (missing - drawn):h\\:mm\\:ss} left");
                log.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"[{done}/{keys.Length}] {night.Name} ({split[night.Subject]}): "
                    + $"{(examples is null ? "already drawn" : $"{examples.Count} epochs drawn")}{left}"));
            }
        });
    }

    // Its records appear when all its pictures are there.
    private IReadOnlyList<EpochExample> Draw(StagedNight night, NightKey key, Split split, CancellationToken cancellationToken)
    {
        var examples = new NightDrawing(options, night, split).Draw(cancellationToken);
        var path = RecordsOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path + ".part", examples.Select(ExampleJson.Line));
        File.Move(path + ".part", path, overwrite: true);
        return examples;
    }

    private void WriteLabels(NightKey[] nights, EpochExample[][] examples)
    {
        var presets = options.Pictures.Select(spec => spec.Preset).ToArray();
        using var file = new StreamWriter(At("labels.csv")) { NewLine = "\n" };
        var images = string.Join(',', presets.Select(preset => $"image_{preset}"));
        file.WriteLine($"id,dataset,subject,night,epoch,onset_s,split,stage,labeller,scorers,simulated,{images}");
        foreach (var (example, isSimulated) in nights.Zip(examples, (night, own) => own.Select(example => (example, night.IsSimulated))).SelectMany(night => night))
        {
            var scorers = string.Join(';', example.Stages.Select(entry => $"{entry.Key}={entry.Value}"));
            file.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{example.Id},{example.Dataset},{example.Subject},{example.Night},{example.Epoch},{example.OnsetSeconds},{example.Split},"
                + $"{example.Stage},{example.Labeller},{scorers},{(isSimulated ? "true" : "false")},{string.Join(',', presets.Select(preset => example.Images[preset]))}"));
        }
    }

    private void WriteSplits(SubjectSplit split)
    {
        var parts = Enum.GetValues<Split>().ToDictionary(part => $"{part}".ToLowerInvariant(), part => split.Subjects(part).ToArray());
        var indented = new JsonSerializerOptions(ExampleJson.Options) { WriteIndented = true };
        File.WriteAllText(At("splits.json"), JsonSerializer.Serialize(parts, indented));
    }

    private void WriteQuestions(EpochExample[][] nights)
    {
        Directory.CreateDirectory(At("questions"));
        var writer = new QuestionWriter(options.Pictures[0].Preset, options.Seed);
        foreach (var part in Enum.GetValues<Split>().Select(part => $"{part}".ToLowerInvariant()))
        {
            using var file = new StreamWriter(At("questions", $"{part}.jsonl")) { NewLine = "\n" };
            foreach (var example in nights.SelectMany(night => night).Where(example => example.Split == part))
                foreach (var question in writer.Of(example)) file.WriteLine(ExampleJson.Line(question));
        }
    }

    private string RecordsOf(NightKey night) => At("nights", $"{night.Name}.jsonl");

    private string At(params string[] parts) => Path.Combine([options.Output, .. parts]);
}
