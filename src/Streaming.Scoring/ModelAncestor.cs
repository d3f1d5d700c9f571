namespace Streaming.Scoring;

/// <summary>A network that a model comes from: it, or one it comes from, began with its weights or was taught by it.</summary>
/// <param name="Name">Name, version and the first eight digits of its hash.</param>
/// <param name="Training">What it was trained on, in the words of its own manifest.</param>
public sealed record ModelAncestor(string Name, string Training);
