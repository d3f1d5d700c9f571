namespace Streaming.Training.Datasets.Images;

/// <summary>One drawn epoch and everything known of it; a line of <c>nights/…jsonl</c>. docs/datasets.md describes every field.</summary>
/// <param name="Id"><c>dataset/night/epoch</c>.</param>
/// <param name="Stage">W, N1, N2, N3 or R, by <paramref name="Labeller"/>.</param>
/// <param name="Labeller">Whose stage it is.</param>
/// <param name="Stages">By scorer; <c>?</c> where not scored.</param>
/// <param name="Rows">By row, top to bottom: the derivation drawn, or null.</param>
/// <param name="Images">Path of the picture by preset, with forward slashes, from the data set's folder.</param>
/// <param name="Events">Null unless simulated: what is known to have been put into the epoch.</param>
internal sealed record EpochExample(
    string Id, string Dataset, string Subject, string Night, long Epoch, double OnsetSeconds, string Split, string Stage, string Labeller,
    IReadOnlyDictionary<string, string> Stages, IReadOnlyDictionary<string, string?> Rows, IReadOnlyDictionary<string, string> Images,
    IReadOnlyList<KnownEvent>? Events);
