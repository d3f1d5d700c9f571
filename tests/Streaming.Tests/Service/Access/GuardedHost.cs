using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Client;
using Streaming.Service.Access;
using Streaming.V1;

namespace Streaming.Tests.Service.Access;

/// <summary>A service that asks for tokens, with an ended night at lab/bed-1 and one at lab/bed-2.</summary>
internal sealed class GuardedHost : IAsyncDisposable
{
    private GuardedHost(ServiceHost host) => Host = host;

    public ServiceHost Host { get; }

    public AccessStore Store => Host.Services.GetRequiredService<AccessStore>();

    public static TestStudy First { get; } = new(60, seed: 501);

    public static TestStudy Second { get; } = new(60, seed: 502);

    public static async Task<GuardedHost> StartAsync(params string[] settings)
    {
        var host = await ServiceHost.StartAsync(settings: ["Access:Tokens=Always", .. settings]);
        await host.FeedAsync("bed-1", First);
        await host.FeedAsync("bed-2", Second);
        var guarded = new GuardedHost(host);
        using var admin = guarded.Connect(guarded.Issue(Role.Admin));
        foreach (var study in (TestStudy[])[First, Second]) await EndAsync(admin.Client, study);
        return guarded;
    }

    /// <summary>A fresh token.</summary>
    public string Issue(Role role, Scope? scope = null, DateTimeOffset? expires = null) => IssueNamed(role, scope, expires).Secret;

    public (string Secret, string Id) IssueNamed(Role role, Scope? scope = null, DateTimeOffset? expires = null)
    {
        var (secret, id, now) = (TokenSecret.Create(), TokenSecret.CreateId(), TimeProvider.System.GetUtcNow());
        Store.Add(new TokenGrant(id, "test", role, scope ?? Scope.Everything, now, expires ?? now.AddDays(1), null), secret);
        return (secret, id);
    }

    public MonitorConnection Connect(string? token) => new(new MonitorOptions { Address = new Uri(Host.Address), Token = token }, TimeProvider.System);

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static async Task EndAsync(SleepMonitor.SleepMonitorClient client, TestStudy study)
    {
        using var call = client.Watch(new WatchRequest { Resume = null }, cancellationToken: TestContext.Current.CancellationToken);
        await foreach (var message in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (message.Bed is { State: BedState.Ended } bed && bed.StudyId == study.Id) return;
            if (message.SnapshotNight is { Ended: true } night && night.Study.StudyId == study.Id) return;
        }
    }
}
