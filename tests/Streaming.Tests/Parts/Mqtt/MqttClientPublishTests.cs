using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Codec;
using static Streaming.Tests.Parts.Mqtt.MqttClientFixture;

namespace Streaming.Tests.Parts.Mqtt;

public sealed class MqttClientPublishTests
{
    private const int TimeoutMilliseconds = 20_000;

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Publishes_wait_when_the_broker_s_window_is_full()
    {
        await using var fixture = new MqttClientFixture();
        using var broker = await fixture.ConnectAsync(new MqttProperty(MqttPropertyId.ReceiveMaximum, 2));
        var publishes = PublishAll(fixture, "1", "2", "3");
        var first = await broker.ReadAsync<PublishPacket>();
        Assert.Equal(("1", "2"), (first.Topic, (await broker.ReadAsync<PublishPacket>()).Topic));
        await fixture.AssertSilentAsync(broker);
        await broker.SendAsync(new PubackPacket(first.PacketIdentifier, MqttReasonCode.Success));
        Assert.Equal("3", (await broker.ReadAsync<PublishPacket>()).Topic);
        Assert.Equal(MqttPublishOutcome.Acknowledged, (await publishes[0]).Outcome);
        Assert.False(publishes[1].IsCompleted || publishes[2].IsCompleted);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Unacknowledged_publishes_are_sent_again_with_duplicate_when_the_session_is_resumed()
    {
        await using var fixture = new MqttClientFixture();
        fixture.Run();
        List<PublishPacket> sent = [];
        List<Task<MqttPublishResult>> publishes;
        using (var first = await fixture.Broker.AcceptAsync())
        {
            await first.WelcomeAsync(false, new MqttProperty(MqttPropertyId.ReceiveMaximum, 3));
            publishes = PublishAll(fixture, "1", "2", "3", "4");
            for (var i = 0; i < 3; i++)
                sent.Add(await first.ReadAsync<PublishPacket>());
            await first.SendAsync(new PubackPacket(sent[1].PacketIdentifier, MqttReasonCode.Success));
            await publishes[1];
            sent.Add(await first.ReadAsync<PublishPacket>());
        }

        using var second = await fixture.AcceptAgainAsync();
        Assert.False((await second.WelcomeAsync(sessionPresent: true)).CleanStart);
        foreach (var expected in new[] { sent[0], sent[2], sent[3] })
        {
            var again = await second.ReadAsync<PublishPacket>();
            Assert.Equal((expected.Topic, expected.PacketIdentifier, true), (again.Topic, again.PacketIdentifier, again.Duplicate));
            await second.SendAsync(new PubackPacket(again.PacketIdentifier, MqttReasonCode.Success));
        }

        Assert.All(await Task.WhenAll(publishes), r => Assert.True(r.IsAccepted));
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Unacknowledged_publishes_are_new_messages_when_the_session_is_lost()
    {
        await using var fixture = new MqttClientFixture();
        fixture.Run();
        List<Task<MqttPublishResult>> publishes;
        using (var first = await fixture.Broker.AcceptAsync())
        {
            await first.WelcomeAsync();
            publishes = PublishAll(fixture, "1", "2");
            await first.ReadAsync<PublishPacket>();
            await first.ReadAsync<PublishPacket>();
        }

        using var second = await fixture.AcceptAgainAsync();
        await second.WelcomeAsync(sessionPresent: false);
        foreach (var topic in new[] { "1", "2" })
        {
            var again = await second.ReadAsync<PublishPacket>();
            Assert.Equal((topic, false), (again.Topic, again.Duplicate));
            await second.SendAsync(new PubackPacket(again.PacketIdentifier, MqttReasonCode.Success));
        }

        await Task.WhenAll(publishes);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Redelivery_keeps_to_the_smaller_window_of_the_new_connection()
    {
        await using var fixture = new MqttClientFixture();
        fixture.Run();
        using (var first = await fixture.Broker.AcceptAsync())
        {
            await first.WelcomeAsync();
            PublishAll(fixture, "1", "2", "3");
            for (var i = 0; i < 3; i++)
                await first.ReadAsync<PublishPacket>();
        }

        using var second = await fixture.AcceptAgainAsync();
        await second.WelcomeAsync(true, new MqttProperty(MqttPropertyId.ReceiveMaximum, 1));
        foreach (var topic in new[] { "1", "2", "3" })
        {
            var again = await second.ReadAsync<PublishPacket>();
            Assert.Equal(topic, again.Topic);
            await fixture.AssertSilentAsync(second);
            await second.SendAsync(new PubackPacket(again.PacketIdentifier, MqttReasonCode.Success));
        }
    }

    [Theory(Timeout = TimeoutMilliseconds)]
    [InlineData(MqttReasonCode.NoMatchingSubscribers, MqttPublishOutcome.Acknowledged)]
    [InlineData(MqttReasonCode.QuotaExceeded, MqttPublishOutcome.Refused)]
    [InlineData(MqttReasonCode.NotAuthorized, MqttPublishOutcome.Refused)]
    public async Task Reason_of_the_broker_is_the_result(MqttReasonCode reason, MqttPublishOutcome outcome)
    {
        await using var fixture = new MqttClientFixture();
        using var broker = await fixture.ConnectAsync();
        var publish = PublishAll(fixture, "1")[0];
        await broker.SendAsync(new PubackPacket((await broker.ReadAsync<PublishPacket>()).PacketIdentifier, reason));
        Assert.Equal(new MqttPublishResult(outcome, reason), await publish);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Message_beyond_what_the_broker_announced_is_refused_and_the_connection_stays()
    {
        await using var fixture = new MqttClientFixture();
        using var broker = await fixture.ConnectAsync(
            new MqttProperty(MqttPropertyId.MaximumPacketSize, 30), new MqttProperty(MqttPropertyId.RetainAvailable, 0));
        var small = new MqttMessage("1", new byte[10]);
        Assert.Equal(MqttReasonCode.PacketTooLarge,
            (await fixture.Client.PublishAsync(small with { Payload = new byte[31] }, Cancellation)).ReasonCode);
        Assert.Equal(MqttReasonCode.RetainNotSupported, (await fixture.Client.PublishAsync(small with { Retain = true }, Cancellation)).ReasonCode);
        var publish = fixture.Client.PublishAsync(small, Cancellation).AsTask();
        await broker.SendAsync(new PubackPacket((await broker.ReadAsync<PublishPacket>()).PacketIdentifier, MqttReasonCode.Success));
        Assert.True((await publish).IsAccepted);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Cancelled_publish_is_taken_back_when_it_was_not_sent()
    {
        await using var fixture = new MqttClientFixture();
        using var broker = await fixture.ConnectAsync(new MqttProperty(MqttPropertyId.ReceiveMaximum, 1));
        var first = PublishAll(fixture, "1")[0];
        using var cancel = new CancellationTokenSource();
        var second = fixture.Client.PublishAsync(new MqttMessage("2", default), cancel.Token).AsTask();
        var third = PublishAll(fixture, "3")[0];
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await broker.SendAsync(new PubackPacket((await broker.ReadAsync<PublishPacket>()).PacketIdentifier, MqttReasonCode.Success));
        await first;
        Assert.Equal("3", (await broker.ReadAsync<PublishPacket>()).Topic);
        Assert.False(third.IsCompleted);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Quality_0_without_a_connection_is_dropped_and_says_so()
    {
        await using var fixture = new MqttClientFixture();
        var message = new MqttMessage("1", default) { QualityOfService = MqttQualityOfService.AtMostOnce };
        Assert.Equal(MqttPublishOutcome.NotConnected, (await fixture.Client.PublishAsync(message, Cancellation)).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/#")]
    [InlineData("a/+/b")]
    [InlineData("a\0b")]
    public async Task Topic_that_cannot_be_published_to_is_the_caller_s_error(string topic)
    {
        await using var fixture = new MqttClientFixture();
        await Assert.ThrowsAsync<ArgumentException>(() => fixture.Client.PublishAsync(new MqttMessage(topic, default), Cancellation).AsTask());
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Text_that_mqtt_cannot_carry_fails_its_own_publish_only()
    {
        await using var fixture = new MqttClientFixture();
        using var broker = await fixture.ConnectAsync();
        var bad = fixture.Client.PublishAsync(new MqttMessage("1", default) { ContentType = "\uD800" }, Cancellation).AsTask();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => bad);
        PublishAll(fixture, "2");
        Assert.Equal("2", (await broker.ReadAsync<PublishPacket>()).Topic);
    }

    private static List<Task<MqttPublishResult>> PublishAll(MqttClientFixture fixture, params string[] topics) =>
        [.. topics.Select(topic => fixture.Client.PublishAsync(new MqttMessage(topic, default), Cancellation).AsTask())];
}
