using Streaming.Scoring;

namespace Streaming.Training.Learning;

/// <summary>A network that another began with or was taught by.</summary>
/// <param name="Name">Name, version and the first digits of its hash.</param>
/// <param name="Training">What its manifest says of how it was trained.</param>
internal sealed record Ancestor(string Name, string Training)
{
    /// <summary>Those it comes from in turn; empty: none, or begun before this was kept.</summary>
    public IReadOnlyList<ModelAncestor> Ancestors { get; init; } = [];

    public static Ancestor Of(ModelBundle bundle)
    {
        var manifest = bundle.Manifest;
        return new($"{manifest.Name} version {manifest.Version} ({manifest.Sha256[..8]})", manifest.Training) { Ancestors = manifest.Ancestors ?? [] };
    }

    /// <summary>How much of a run's targets was whose answer; empty: nobody taught it.</summary>
    public static string Taught(RunState run)
    {
        if (run.Recipe.Teachers.Count == 0) return "";
        var names = run.TaughtBy.Count > 0
            ? string.Join(", ", run.TaughtBy.Select(teacher => teacher.Name))
            : $"{run.Recipe.Teachers.Count} trained network{(run.Recipe.Teachers.Count == 1 ? "" : "s")}";
        return FormattableString.Invariant(
            $"; {run.Recipe.TeacherShare:P0} of each target was the {(run.Recipe.Teachers.Count == 1 ? "" : "mean ")}answer of {names}");
    }

    /// <summary>The networks a run's comes from: what it began with, its teachers, then theirs; each once. Null: none.</summary>
    public static IReadOnlyList<ModelAncestor>? AllOf(RunState run)
    {
        var near = run.TaughtBy.Prepend(run.Before).OfType<Ancestor>().ToList();
        var all = near.Select(ancestor => new ModelAncestor(ancestor.Name, ancestor.Training)).Concat(near.SelectMany(ancestor => ancestor.Ancestors))
            .DistinctBy(ancestor => ancestor.Name).ToList();
        return all.Count > 0 ? all : null;
    }
}
