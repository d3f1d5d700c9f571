using Streaming.Scoring;

namespace Streaming.Training.Learning;

/// <summary>A network that another began with or was taught by.</summary>
/// <param name="Name">Name, version and the first digits of its hash.</param>
/// <param name="Training">What its manifest says of how it was trained.</param>
internal sealed record Ancestor(string Name, string Training)
{
    public static Ancestor Of(ModelBundle bundle) =>
        new($"{bundle.Manifest.Name} version {bundle.Manifest.Version} ({bundle.Manifest.Sha256[..8]})", bundle.Manifest.Training);

    /// <summary>What is to be told of several, each once.</summary>
    public static string Told(IEnumerable<Ancestor> ancestors) => string.Concat(
        ancestors.DistinctBy(ancestor => ancestor.Name).Select(ancestor => $" {ancestor.Name} says of itself: “{ancestor.Training}”"));
}
