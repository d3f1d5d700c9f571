using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Codec;
using static Streaming.Tests.Parts.Mqtt.MqttClientFixture;

namespace Streaming.Tests.Parts.Mqtt;

public sealed class MqttClientSubscriptionTests
{
    private const int TimeoutMilliseconds = 20_000;
    private static readonly MqttSubscription[] Filters = [new("a/+"), new("b/#")];

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Subscriptions_are_made_again_only_when_the_broker_holds_no_session()
    {
        await using var fixture = new MqttClientFixture();
        fixture.Run();
        using (var first = await fixture.Broker.AcceptAsync())
        {
            await first.WelcomeAsync();
            var subscribing = fixture.Client.SubscribeAsync(Filters, Cancellation);
            Assert.Equal(Filters, (await first.GrantAsync()).Subscriptions);
            await subscribing;
        }

        using (var second = await fixture.AcceptAgainAsync())
        {
            await second.WelcomeAsync(sessionPresent: true);
            await fixture.ChangeAsync(c => c.SessionPresent);
            await fixture.AssertSilentAsync(second);
        }

        using var third = await fixture.AcceptAgainAsync();
        await third.WelcomeAsync(sessionPresent: false);
        Assert.Equal(Filters, (await third.GrantAsync()).Subscriptions);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Subscription_made_before_the_connection_is_asked_for_even_in_a_resumed_session()
    {
        await using var fixture = new MqttClientFixture();
        var subscribing = fixture.Client.SubscribeAsync(Filters, Cancellation);
        fixture.Run();
        using var broker = await fixture.Broker.AcceptAsync();
        await broker.WelcomeAsync(sessionPresent: true);
        await broker.GrantAsync();
        await subscribing;
        await fixture.Client.WaitForConnectedAsync(Cancellation);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Refused_subscription_is_named_and_forgotten_and_the_others_stand()
    {
        await using var fixture = new MqttClientFixture();
        fixture.Run();
        using (var first = await fixture.Broker.AcceptAsync())
        {
            await first.WelcomeAsync();
            var subscribing = fixture.Client.SubscribeAsync(Filters, Cancellation);
            var asked = await first.ReadAsync<SubscribePacket>();
            await first.SendAsync(new SubackPacket(asked.PacketIdentifier, [MqttReasonCode.NotAuthorized, MqttReasonCode.GrantedQos1]));
            var exception = await Assert.ThrowsAsync<MqttSubscribeException>(() => subscribing);
            Assert.Equal([KeyValuePair.Create("a/+", MqttReasonCode.NotAuthorized)], exception.Refused);
        }

        using var second = await fixture.AcceptAgainAsync();
        await second.WelcomeAsync();
        Assert.Equal([Filters[1]], (await second.GrantAsync()).Subscriptions);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Subscription_that_is_refused_after_a_reconnection_ends_it_and_is_tried_again()
    {
        await using var fixture = new MqttClientFixture();
        fixture.Run();
        using (var first = await fixture.Broker.AcceptAsync())
        {
            await first.WelcomeAsync();
            var subscribing = fixture.Client.SubscribeAsync(Filters, Cancellation);
            await first.GrantAsync();
            await subscribing;
        }

        using (var second = await fixture.AcceptAgainAsync())
        {
            await second.WelcomeAsync();
            var asked = await second.ReadAsync<SubscribePacket>();
            await second.SendAsync(new SubackPacket(asked.PacketIdentifier, [MqttReasonCode.NotAuthorized, MqttReasonCode.GrantedQos1]));
            await second.ReadAsync<DisconnectPacket>();
            var change = await fixture.ChangeAsync(c => c.Disconnect?.Cause == MqttDisconnectCause.SubscriptionRefused);
            Assert.Equal(MqttReasonCode.NotAuthorized, change.Disconnect!.ReasonCode);
        }

        using var third = await fixture.AcceptAgainAsync();
        await third.WelcomeAsync();
        Assert.Equal(Filters, (await third.GrantAsync()).Subscriptions);
    }
}
