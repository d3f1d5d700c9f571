using System.Text;
using Streaming.Core.Rendering;

namespace Streaming.Training.Datasets.Images;

/// <summary>The data set's README, made from what was written.</summary>
internal static class DatasetCard
{
    private static readonly string[] s_stages = ["W", "N1", "N2", "N3", "R"];

    public static string Of(ImageDatasetOptions options, string source, SubjectSplit split, IReadOnlyList<EpochExample> examples)
    {
        var text = new StringBuilder();
        text.AppendLine("---\ntask_categories:\n- image-classification\n- visual-question-answering\ntags:\n- sleep-staging\n- polysomnography\n---");
        text.AppendLine("# Polysomnography as pictures").AppendLine();
        text.AppendLine($"Each picture is 30 s of a sleep recording. Source: {source}.").AppendLine();
        if (SimulatedWords.Of(source).Length > 0) text.AppendLine($"**{SimulatedWords.Sentence}**").AppendLine();
        text.AppendLine("The pictures fall under the terms of the data set their recordings came from.").AppendLine();
        Counts(text, split, examples);
        Pictures(text, options);
        text.AppendLine(Files);
        var labellers = examples.Select(example => example.Labeller).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        text.AppendLine($"Labels are by {string.Join(", ", labellers)};")
            .AppendLine("epochs without a stage, and epochs that lost too much signal, are left out. No stage was guessed.");
        text.AppendLine($"Subjects were split by seed {options.SplitSeed}; "
            + (options.EpochsPerNight is { } most
                ? $"at most {most} epochs of a night, drawn by lot (seed {options.Seed})."
                : "all labelled epochs were drawn."));
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Counts(StringBuilder text, SubjectSplit split, IReadOnlyList<EpochExample> examples)
    {
        text.AppendLine("## Splits, by subject").AppendLine();
        text.AppendLine($"| split | subjects | nights | {string.Join(" | ", s_stages)} | all |").AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var part in Enum.GetValues<Split>())
        {
            EpochExample[] own = [.. examples.Where(example => example.Split == $"{part}".ToLowerInvariant())];
            var counts = s_stages.Select(stage => own.Count(example => example.Stage == stage));
            text.AppendLine($"| {part} | {split.Subjects(part).Count()} | {own.DistinctBy(example => (example.Dataset, example.Night)).Count()} "
                + $"| {string.Join(" | ", counts)} | {own.Length} |");
        }
        text.AppendLine();
    }

    private static void Pictures(StringBuilder text, ImageDatasetOptions options)
    {
        text.AppendLine("## Pictures").AppendLine().AppendLine("| preset | version | size | colour | height of a row |").AppendLine("|---|---|---|---|---|");
        foreach (var spec in options.Pictures)
            text.AppendLine($"| `{spec.Preset}` | {spec.Version} | {spec.Width} × {spec.Height} | {(spec.Planes == 1 ? "grey" : "RGB")} | {RenderSpecs.Scale(spec)} |");
        var rows = string.Join(", ", options.Pictures[0].Rows);
        text.AppendLine().AppendLine($"Rows top to bottom: {rows}. A row without a derivation is blank. A picture is 30 s wide; negative is up.").AppendLine();
    }

    private const string Files = """
        ## Files

        | file | holds |
        |---|---|
        | `images/PRESET/DATASET/NIGHT/EPOCH.png` | the pictures |
        | `labels.csv` | a line for each epoch: id, subject, split, stage, every scorer's stage, whether the night is simulated (`true`, `false`), the pictures' paths |
        | `nights/DATASET/NIGHT.jsonl` | the same with the derivations drawn and, where simulated, the events |
        | `questions/training.jsonl`, `validation.jsonl`, `test.jsonl` | questions and answers, one image each, as chat messages |
        | `splits.json` | the subjects of each split; no subject is in two |
        | `export.json` | the options this was made with |

        ## Labels

        """;
}
