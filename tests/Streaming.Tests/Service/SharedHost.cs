namespace Streaming.Tests.Service;

/// <summary>One service for all tests of a class; each test has a bed and a study of its own.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private int _beds;

    internal ServiceHost Host { get; private set; } = null!;

    /// <summary>A number that no other test of the class has.</summary>
    internal int NextBed() => Interlocked.Increment(ref _beds);

    public async ValueTask InitializeAsync() => Host = await ServiceHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
