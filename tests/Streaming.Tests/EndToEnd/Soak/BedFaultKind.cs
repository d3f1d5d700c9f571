namespace Streaming.Tests.EndToEnd.Soak;

/// <summary>What goes wrong at a gateway.</summary>
internal enum BedFaultKind
{
    /// <summary>Blocks come twice.</summary>
    Duplicated,

    /// <summary>Blocks come in reverse order, inside the horizon.</summary>
    Reordered,

    /// <summary>Blocks come after those that follow, inside the horizon.</summary>
    Delayed,

    /// <summary>Blocks are missing, asked for and sent at once.</summary>
    Answered,

    /// <summary>Blocks are missing, asked for and sent when their epoch has closed.</summary>
    AnsweredLate,

    /// <summary>Blocks are missing, asked for and never sent.</summary>
    NeverAnswered,

    /// <summary>The gateway goes away and comes back with everything it has recorded meanwhile.</summary>
    AwayBuffered,

    /// <summary>The gateway goes away and comes back without it.</summary>
    AwayLossy,
}
