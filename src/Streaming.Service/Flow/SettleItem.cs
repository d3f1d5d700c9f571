using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>What a bed's lane hands over to be settled, in order.</summary>
internal abstract record SettleItem
{
    /// <summary>A study begins.</summary>
    internal sealed record Opened(
        Study Study, StudyDescriptor Descriptor, long FirstOffset, IReadOnlyList<string> Remarks, ServedModel Model) : SettleItem;

    /// <summary>An epoch closed; the network's answer may still be on its way.</summary>
    internal sealed record Closed(PendingEpoch Pending) : SettleItem;

    /// <summary>Another model reads what follows.</summary>
    /// <param name="Model">The one.</param>
    /// <param name="Session">State of its session after the last closed epoch; null: that of the model before it fits.</param>
    /// <param name="Kept">Completed when it is committed.</param>
    internal sealed record Swapped(ServedModel Model, byte[]? Session, TaskCompletionSource? Kept) : SettleItem;

    /// <summary>Everything before it has been settled.</summary>
    internal sealed record Reached(TaskCompletionSource Done) : SettleItem;

    /// <summary>The study is over.</summary>
    internal sealed record Ended(string Reason, long EndOffset, IReadOnlyList<SampleAccount> Accounts, Core.Signals.Rational AtSeconds) : SettleItem;

    /// <summary>Lights, a marker or a note from the gateway.</summary>
    internal sealed record Happened(StudyEvent Event) : SettleItem;

    /// <summary>What is shown of the bed changes. Here too, so that only one half of the lane ever announces the bed.</summary>
    internal sealed record Shown(Action<Bed> Change) : SettleItem;
}
