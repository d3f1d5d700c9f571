namespace Streaming.Benchmarks;

/// <summary>One row of docs/performance.md: something measured beside a limit or a rival in the same run.</summary>
/// <param name="Room">The command that measured it.</param>
/// <param name="What">In words.</param>
/// <param name="Measured">With units.</param>
/// <param name="Beside">The limit or the rival, measured in the same run.</param>
/// <param name="Ratio">Of the two; null where there is none, or where it was skipped.</param>
/// <param name="Aim">What the ratio, or the figure, should be; empty: none is set.</param>
/// <param name="IsMet">Whether it is; null where there is no aim.</param>
/// <param name="IsHigherBetter">For comparing two commits.</param>
/// <param name="IsCompared">Whether two commits are compared by it. What sets two rows of one run against each other is not: it would get worse
/// where the second of them got better.</param>
internal sealed record Figure(
    string Room, string What, string Measured, string Beside, double? Ratio, string Aim, bool? IsMet, bool IsHigherBetter = true,
    bool IsCompared = true)
{
    /// <summary>A row for what could not be measured here, with the reason.</summary>
    public static Figure Skipped(string room, string what, string reason) => new(room, what, "skipped", reason, null, "", null);
}
