using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Service.Flow;

/// <summary>A window on its way through the network.</summary>
/// <param name="epoch">The window.</param>
/// <param name="lastSampleReceived">When its last sample arrived.</param>
/// <param name="closedOffset">Journal offset behind the record that closed it.</param>
/// <param name="accounts">Over the whole study so far, by channel.</param>
/// <param name="model">To be read with; null: whichever is in use.</param>
internal sealed class PendingEpoch(
    Epoch epoch, DateTimeOffset lastSampleReceived, long closedOffset, IReadOnlyList<SampleAccount> accounts, ServedModel? model = null)
{
    private readonly TaskCompletionSource<StageEstimate?> _estimate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly long _closedAt = System.Diagnostics.Stopwatch.GetTimestamp();

    public Epoch Epoch { get; } = epoch;

    /// <summary>Since it closed.</summary>
    public TimeSpan Age => System.Diagnostics.Stopwatch.GetElapsedTime(_closedAt);

    public ServedModel? Model { get; } = model;

    public DateTimeOffset LastSampleReceived { get; } = lastSampleReceived;

    /// <summary>Journal offset behind the record that closed it.</summary>
    public long ClosedOffset { get; } = closedOffset;

    /// <summary>Over the whole study so far, by channel.</summary>
    public IReadOnlyList<SampleAccount> StudyAccounts { get; } = accounts;

    /// <summary>What the network said; null where it was not asked.</summary>
    public Task<StageEstimate?> Estimate => _estimate.Task;

    public void Answer(StageEstimate? estimate) => _estimate.TrySetResult(estimate);
}
