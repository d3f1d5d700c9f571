namespace Streaming.Core.Windowing;

/// <summary>What is special about a column.</summary>
[Flags]
internal enum ColumnMark : byte
{
    None = 0,

    /// <summary>Its own samples have not come: drawn as a hole.</summary>
    Lost = 1,

    /// <summary>The first that sees a sample after a long gap: filters start anew.</summary>
    Restart = 2,

    /// <summary>No sample has come before it, ever or within the reset gap; its value means nothing.</summary>
    Idle = 4,
}
