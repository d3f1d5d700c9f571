namespace Streaming.Parts.Mqtt.Session;

/// <summary>One SUBSCRIBE on its way.</summary>
internal sealed record SubscriptionRequest(List<SubscriptionEntry> Entries)
{
    public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
