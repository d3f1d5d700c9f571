namespace Streaming.Service.Observing;

/// <summary>The stages of the line, in order of flow; a label of <c>streaming_stage_seconds</c>.</summary>
internal enum LineStage
{
    /// <summary>From a message's arrival to its flush in the journal.</summary>
    Journal,

    /// <summary>From there to the bed's lane taking it.</summary>
    Lane,

    /// <summary>From an epoch's closing to a worker taking it.</summary>
    Queue,

    /// <summary>Drawing one window.</summary>
    Drawing,

    /// <summary>The network's answer and the novelty of what it saw.</summary>
    Network,

    /// <summary>From a decision to its commit.</summary>
    Commit,
}
