using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Streaming.Parts.Mqtt;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service;

/// <summary>The whole service in this process: free loopback ports, a store of its own, a given broker (or none) and a given model.</summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _ownsStore;

    private ServiceHost(WebApplication app, string store, bool ownsStore)
    {
        (_app, Store, _ownsStore) = (app, store, ownsStore);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        (Address, WebAddress) = (addresses[0], addresses[^1]); // with TLS there is one for both
        Channel = GrpcChannel.ForAddress(Address);
        Client = new SleepMonitor.SleepMonitorClient(Channel);
    }

    /// <summary>gRPC over HTTP/2.</summary>
    public string Address { get; }

    /// <summary>grpc-web, /metrics and /healthz over HTTP/1.1.</summary>
    public string WebAddress { get; }

    /// <summary>The store's folder.</summary>
    public string Store { get; }

    public GrpcChannel Channel { get; }

    public SleepMonitor.SleepMonitorClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="brokerPort">0: no broker; feed the line with <see cref="FeedAsync(string, string, IMessage)"/>.</param>
    /// <param name="store">An existing or new folder, left in place at the end; null: a temporary one.</param>
    /// <param name="model">Null: <see cref="InkStager"/>.</param>
    /// <param name="settings">As in appsettings.json, e.g. <c>Flow:LaneCapacity=1</c>.</param>
    /// <param name="time">Null: the system's clock.</param>
    public static async Task<ServiceHost> StartAsync(
        int brokerPort = 0, string? store = null, ServedModel? model = null, IEnumerable<string>? settings = null, TimeProvider? time = null)
    {
        var folder = store ?? Directory.CreateTempSubdirectory("streaming-store-").FullName;
        var values = new Dictionary<string, string?>
        {
            ["Recording:Folder"] = folder,
            ["Recording:RetryMilliseconds"] = "20",
            ["Ingest:Port"] = (brokerPort == 0 ? LoopbackPort.Free() : brokerPort).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Serving:GrpcPort"] = "0",
            ["Serving:WebPort"] = "0",
            ["Serving:HeartbeatSeconds"] = "0.2",
            ["Recording:Retention:WarnFreeBytes"] = "0", // how full this machine is, is not what a test is about
            ["Recording:Retention:UrgentFreeBytes"] = "0",
            ["Recording:Retention:WarnFullHours"] = "0",
            ["Flow:StallSeconds"] = "60", // a busy machine is not a silent bed
        };
        foreach (var setting in settings ?? []) values[setting[..setting.IndexOf('=')]] = setting[(setting.IndexOf('=') + 1)..];
        var app = Streaming.Service.Program.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(values);
            builder.Logging.ClearProviders();
            builder.Services.Replace(ServiceDescriptor.Singleton(model ?? InkStager.Served()));
            if (time is not null) builder.Services.Replace(ServiceDescriptor.Singleton(time));
        });
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            if (store is null) Directory.Delete(folder, recursive: true);
            throw;
        }
        return new ServiceHost(app, folder, store is null);
    }

    /// <summary>Completes when everything is warm and the broker delivers.</summary>
    public async Task ServingAsync()
    {
        using var watch = new Health.HealthClient(Channel).Watch(new HealthCheckRequest(), cancellationToken: TestContext.Current.CancellationToken);
        while (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            if (watch.ResponseStream.Current.Status == HealthCheckResponse.Types.ServingStatus.Serving) return;
        }
    }

    /// <summary>As the broker would deliver it; completes with the acknowledgement.</summary>
    public async Task FeedAsync(string topic, ReadOnlyMemory<byte> payload) => await await SendAsync(topic, payload);

    public Task FeedAsync(string bed, string kind, IMessage message) => FeedAsync(TestStudy.Topic(bed, kind), message.ToByteArray());

    /// <summary>Many without waiting between them; completes with the last acknowledgement.</summary>
    public async Task FeedAsync(string bed, IEnumerable<SampleBlock> blocks)
    {
        var acknowledged = new List<Task>();
        foreach (var block in blocks) acknowledged.Add(await SendAsync(TestStudy.Topic(bed, "samples"), block.ToByteArray()));
        await Task.WhenAll(acknowledged);
    }

    /// <summary>A study from descriptor to end.</summary>
    public async Task FeedAsync(string bed, TestStudy study)
    {
        await FeedAsync(bed, "study", study.Descriptor);
        await FeedAsync(bed, study.Blocks());
        await FeedAsync(bed, "event", study.End());
    }

    /// <summary>Completes when the service has taken the message in; the inner task with its acknowledgement.</summary>
    public async Task<Task> SendAsync(string topic, ReadOnlyMemory<byte> payload)
    {
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var intake = Services.GetRequiredService<Intake>();
        var received = new MqttReceived(
            new MqttMessage(topic, payload) { QualityOfService = MqttQualityOfService.AtLeastOnce }, acknowledge: _ => acknowledged.TrySetResult());
        await intake.AcceptAsync([received], TestContext.Current.CancellationToken);
        return acknowledged.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Watches from the beginning of the snapshot until something is seen.</summary>
    /// <param name="isEnough">Of everything seen so far.</param>
    /// <param name="request">Null: all beds.</param>
    /// <param name="begun">Completed when the stream is in place.</param>
    public async Task<List<WatchResponse>> WatchUntilAsync(
        Func<List<WatchResponse>, bool> isEnough, WatchRequest? request = null, TaskCompletionSource? begun = null)
    {
        var seen = new List<WatchResponse>();
        using var call = Client.Watch(request ?? new WatchRequest(), cancellationToken: TestContext.Current.CancellationToken);
        while (!isEnough(seen) && await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            seen.Add(call.ResponseStream.Current);
            if (call.ResponseStream.Current.Heartbeat is not null) begun?.TrySetResult();
        }
        return seen;
    }

    /// <summary>Completes when a bed's study is in the night log. A descriptor is acknowledged once the journal holds it: its bed comes to it later.</summary>
    public Task KnownAsync(string studyId) => WatchUntilAsync(
        seen => seen.Any(item => item.Bed?.StudyId == studyId || item.SnapshotNight?.Study.StudyId == studyId));

    /// <summary>The night once it has ended, with every revision.</summary>
    public async Task<Night> EndedNightAsync(string studyId)
    {
        // From the first delta on: a snapshot tells of each bed's latest study only.
        var everything = new ResumeToken { StoreId = Services.GetRequiredService<NightLog>().StoreId };
        await WatchUntilAsync(
            seen => seen.Any(item => item.Bed is { State: BedState.Ended } bed && bed.StudyId == studyId),
            new WatchRequest { Resume = everything });
        return await Client.GetNightAsync(
            new GetNightRequest { Night = new NightRef { StudyId = studyId }, AllRevisions = true },
            cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>The only bed there is, as it is shown.</summary>
    public async Task<Bed> BedAsync() =>
        (await Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds.Single();

    /// <summary>Waits until it is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        // Generous: it bounds a hang, not a duration.
        for (var attempt = 0; attempt < 3000; attempt++)
        {
            if (await isSo()) return;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Fail("It did not come to be.");
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        if (_ownsStore) Directory.Delete(Store, recursive: true);
    }
}
