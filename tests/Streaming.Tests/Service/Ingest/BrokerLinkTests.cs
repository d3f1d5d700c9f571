using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Codec;
using Streaming.Service.Ingest;
using Streaming.Tests.Parts.Mqtt;

namespace Streaming.Tests.Service.Ingest;

public sealed class BrokerLinkTests
{
    private static readonly string[] s_settings = ["Ingest:KeepAliveSeconds=3600"];

    /// <summary>A broker whose rights are being mended must not need a restart of the service.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Subscription_that_the_broker_refused_is_asked_for_again()
    {
        using var broker = new FakeBroker();
        var time = new FakeTimeProvider();
        await using var host = await ServiceHost.StartAsync(broker.Port, time: time, settings: s_settings);
        var link = host.Services.GetRequiredService<BrokerLink>();
        var (inward, outward) = await WelcomeAsync(broker);

        var asked = await inward.ReadAsync<SubscribePacket>();
        await inward.SendAsync(new SubackPacket(asked.PacketIdentifier, [.. asked.Subscriptions.Select(_ => MqttReasonCode.NotAuthorized)]));

        var again = inward.GrantAsync();
        while (!again.IsCompleted || !link.IsConnected)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Equal(asked.Subscriptions, (await again).Subscriptions);
        inward.Dispose();
        outward.Dispose();
    }

    /// <summary>Connected, and nobody there to read: that would look like a ward where nothing happens.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Service_ends_where_taking_messages_fails_for_good()
    {
        using var broker = new FakeBroker();
        var clock = new FailingClock();
        await using var host = await ServiceHost.StartAsync(broker.Port, time: clock, settings: s_settings);
        var (inward, outward) = await WelcomeAsync(broker);
        await inward.GrantAsync();
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => stopping.TrySetResult());

        clock.Fails = true;
        await inward.SendAsync(new PublishPacket("psg/v1/lab/bed-1/status", ReadOnlyMemory<byte>.Empty, MqttQualityOfService.AtLeastOnce, false, false, 1));

        await stopping.Task;
        clock.Fails = false;
        inward.Dispose();
        outward.Dispose();
    }

    private static async Task<(FakeBrokerConnection Inward, FakeBrokerConnection Outward)> WelcomeAsync(FakeBroker broker)
    {
        var (first, second) = (await broker.AcceptAsync(), await broker.AcceptAsync());
        var isOutward = (await first.WelcomeAsync()).ClientId.EndsWith("-out", StringComparison.Ordinal);
        await second.WelcomeAsync();
        return isOutward ? (second, first) : (first, second);
    }

    /// <summary>Stands for whatever may go wrong where a message is taken.</summary>
    private sealed class FailingClock : TimeProvider
    {
        public volatile bool Fails;

        public override DateTimeOffset GetUtcNow() => Fails ? throw new InvalidOperationException("no time") : base.GetUtcNow();
    }
}
