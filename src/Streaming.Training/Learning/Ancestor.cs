using Streaming.Scoring;

namespace Streaming.Training.Learning;

/// <summary>A network that another began with or was taught by.</summary>
/// <param name="Name">Name, version and the first digits of its hash.</param>
/// <param name="Training">What its manifest says of how it was trained.</param>
internal sealed record Ancestor(string Name, string Training)
{
    public static Ancestor Of(ModelBundle bundle) =>
        new($"{bundle.Manifest.Name} version {bundle.Manifest.Version} ({bundle.Manifest.Sha256[..8]})", bundle.Manifest.Training);

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

    /// <summary>What is to be told of those a run began with and was taught by, each once.</summary>
    public static string Told(RunState run) => string.Concat(
        run.TaughtBy.Prepend(run.Before).OfType<Ancestor>().DistinctBy(ancestor => ancestor.Name)
            .Select(ancestor => $" {ancestor.Name} says of itself: “{ancestor.Training}”"));
}
