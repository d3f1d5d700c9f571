using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Service.Flow;

/// <summary>A window on its way through the network.</summary>
internal sealed class PendingEpoch(Epoch epoch, DateTimeOffset lastSampleReceived, long closedOffset, IReadOnlyList<SampleAccount> accounts)
{
    private readonly TaskCompletionSource<StageEstimate?> _estimate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Epoch Epoch { get; } = epoch;

    public DateTimeOffset LastSampleReceived { get; } = lastSampleReceived;

    /// <summary>Journal offset behind the record that closed it.</summary>
    public long ClosedOffset { get; } = closedOffset;

    /// <summary>Over the whole study so far, by channel.</summary>
    public IReadOnlyList<SampleAccount> StudyAccounts { get; } = accounts;

    /// <summary>What the network said; null where it was not asked.</summary>
    public Task<StageEstimate?> Estimate => _estimate.Task;

    public void Answer(StageEstimate? estimate) => _estimate.TrySetResult(estimate);
}
