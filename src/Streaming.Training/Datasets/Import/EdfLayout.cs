using System.Text.RegularExpressions;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>Any EDF or BDF with stages: its own annotations, those of a hypnogram beside it, or a text or XML of its name.</summary>
internal sealed class EdfLayout(string folder, Regex? subject) : IDatasetLayout
{
    string IDatasetLayout.Name => "edf";

    public string Expects => "any .edf or .bdf with annotations such as 'Sleep stage N2', or with stages in a file of its name beside it";

    public IReadOnlyList<DerivationMap> Maps => [];

    public bool TrimsWake => false;

    public bool OwnStagesFirst => true;

    public IReadOnlyList<FoundStudy> Find(IReadOnlyList<string> files, ICollection<string> remarks)
    {
        string[] all = [.. files.Where(IsEdf).Order(StringComparer.Ordinal)];
        var hypnograms = all.ToDictionary(file => file, file => HypnogramNames.Find(file, all.Where(other => SameFolder(file, other))));
        var taken = hypnograms.Values.ToHashSet();
        foreach (var left in all.Where(file => HypnogramNames.IsOne(file) && !taken.Contains(file)))
            remarks.Add($"{left}: no recording of this name; left out");
        string[] recordings = [.. all.Where(file => !taken.Contains(file) && !HypnogramNames.IsOne(file))];
        if (subject is null && recordings.Length > 1)
            remarks.Add("each recording is taken for a person of its own; where one has several, --subject says whose they are, or a split parts them");
        var alike = recordings.CountBy(Name).Where(entry => entry.Value > 1).Select(entry => entry.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. recordings.Select(file =>
            Found(file, alike.Contains(Name(file)) ? Name(file) + Path.GetExtension(file) : Name(file), hypnograms[file], Beside(file)))];

        IReadOnlyList<string> Beside(string file)
        {
            if (hypnograms[file] is not null) return [];
            string[] own = [.. files.Where(other => SameFolder(file, other) && StageFile.IsNamedAfter(file, other)).Order(StringComparer.Ordinal)];
            foreach (var further in own.Skip(1)) remarks.Add($"{further}: {Path.GetFileName(own[0])} is taken for the stages of this recording; left out");
            return [.. own.Take(1)];
        }

        string Name(string file) => Path.ChangeExtension(Path.GetRelativePath(folder, file), null).Replace('/', '_').Replace('\\', '_');
    }

    public IReadOnlyList<ScorerRuns> Scores(FoundStudy found, EdfStudy study, EdfFile annotated) =>
        found is { PassedOver: null, Scores: [var beside] } && StageFile.Read(beside, study.DurationSeconds) is { } runs
            ? [runs with { Scorer = "expert" }] // a text's name ends with its scorer in ISRUC alone
            : [AnnotationRuns.Of(study, annotated, StagePages.Seconds(study.Runs))];

    // Where a person's nights lie in a folder of theirs, only the folder tells whose they are.
    private FoundStudy Found(string file, string name, string? hypnogram, IReadOnlyList<string> scores)
    {
        var study = new FoundStudy(name, name, file) { Hypnogram = hypnogram, Scores = scores };
        if (subject is null) return study;
        var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
        var match = subject.Match(path);
        return match is { Success: true, Groups: [_, { Length: > 0 } group, ..] }
            ? study with { Subject = group.Value }
            : study with { Problem = $"'{path}' does not match '{subject}' with a group for the subject" };
    }

    private static bool IsEdf(string file) => Path.GetExtension(file).ToUpperInvariant() is ".EDF" or ".BDF";

    private static bool SameFolder(string a, string b) => Path.GetDirectoryName(a) == Path.GetDirectoryName(b);
}
