namespace Streaming.Benchmarks;

/// <summary>What one run of one room gave.</summary>
/// <param name="Line">Its command line behind <c>--</c>.</param>
/// <param name="Figures">In order.</param>
internal sealed record RoomResult(string Line, IReadOnlyList<Figure> Figures);
