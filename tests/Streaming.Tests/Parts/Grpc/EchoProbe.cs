namespace Streaming.Tests.Parts.Grpc;

/// <summary>What the echo service lets a test see of its inside.</summary>
internal sealed class EchoProbe
{
    public TaskCompletionSource Entered { get; } = New();

    public TaskCompletionSource Cancelled { get; } = New();

    public TaskCompletionSource Release { get; } = New();

    public TaskCompletionSource WritePending { get; } = New();

    public TaskCompletionSource<Exception?> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Written;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
