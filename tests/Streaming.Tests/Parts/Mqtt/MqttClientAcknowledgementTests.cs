using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Codec;
using static Streaming.Tests.Parts.Mqtt.MqttClientFixture;

namespace Streaming.Tests.Parts.Mqtt;

public sealed class MqttClientAcknowledgementTests
{
    private const int TimeoutMilliseconds = 20_000;

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Acknowledgements_leave_in_order_of_arrival_when_given_in_another()
    {
        await using var fixture = new MqttClientFixture();
        using var broker = await fixture.ConnectAsync();
        await broker.SendAsync(Message(11), Message(12), Message(13));
        var received = new List<MqttReceived>();
        for (var i = 0; i < 3; i++)
            received.Add(await fixture.Client.Messages.ReadAsync(Cancellation));

        await received[2].AcknowledgeAsync(Cancellation);
        await received[1].AcknowledgeAsync(Cancellation);
        await fixture.AssertSilentAsync(broker);
        await received[0].AcknowledgeAsync(Cancellation);
        for (ushort identifier = 11; identifier <= 13; identifier++)
            Assert.Equal(identifier, (await broker.ReadAsync<PubackPacket>()).PacketIdentifier);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Acknowledgements_given_together_leave_in_order_once_what_came_before_is_acknowledged()
    {
        await using var fixture = new MqttClientFixture();
        using var broker = await fixture.ConnectAsync();
        await broker.SendAsync(Message(11), Message(12), Message(13), Message(14));
        var received = new List<MqttReceived>();
        for (var i = 0; i < 4; i++)
            received.Add(await fixture.Client.Messages.ReadAsync(Cancellation));

        MqttReceived.Acknowledge(received[1..]);
        await fixture.AssertSilentAsync(broker);
        MqttReceived.Acknowledge(received[..2]); // the second for the second time
        for (ushort identifier = 11; identifier <= 14; identifier++)
            Assert.Equal(identifier, (await broker.ReadAsync<PubackPacket>()).PacketIdentifier);
        await fixture.AssertSilentAsync(broker);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Second_acknowledgement_of_a_message_does_nothing()
    {
        await using var fixture = new MqttClientFixture();
        using var broker = await fixture.ConnectAsync();
        await broker.SendAsync(Message(5));
        var received = await fixture.Client.Messages.ReadAsync(Cancellation);
        await received.AcknowledgeAsync(Cancellation);
        await received.AcknowledgeAsync(Cancellation);
        Assert.Equal(5, (await broker.ReadAsync<PubackPacket>()).PacketIdentifier);
        await fixture.AssertSilentAsync(broker);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Acknowledgement_for_an_earlier_connection_is_ignored()
    {
        await using var fixture = new MqttClientFixture();
        fixture.Run();
        MqttReceived old;
        using (var first = await fixture.Broker.AcceptAsync())
        {
            await first.WelcomeAsync();
            await first.SendAsync(Message(7));
            old = await fixture.Client.Messages.ReadAsync(Cancellation);
        }

        using var second = await fixture.AcceptAgainAsync();
        await second.WelcomeAsync(sessionPresent: true);
        await second.SendAsync(Message(7) with { Duplicate = true });
        var again = await fixture.Client.Messages.ReadAsync(Cancellation);
        Assert.True(again.Duplicate);
        await old.AcknowledgeAsync(Cancellation);
        await fixture.AssertSilentAsync(second);
        await again.AcknowledgeAsync(Cancellation);
        Assert.Equal(7, (await second.ReadAsync<PubackPacket>()).PacketIdentifier);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Unread_messages_are_not_seen_twice_when_the_broker_sends_them_again()
    {
        await using var fixture = new MqttClientFixture();
        fixture.Run();
        using (var first = await fixture.Broker.AcceptAsync())
        {
            await first.WelcomeAsync();
            await first.SendAsync(Message(7), Message(8), new PingrespPacket());
            while (fixture.Client.Messages.Count < 2)
                await Task.Yield();
        }

        using var second = await fixture.AcceptAgainAsync();
        await second.WelcomeAsync(sessionPresent: true);
        await fixture.ChangeAsync(c => c.SessionPresent);
        await second.SendAsync(Message(7) with { Duplicate = true }, Message(8) with { Duplicate = true }, Message(9));
        foreach (var expected in new[] { "7", "8", "9" })
            Assert.Equal(expected, (await fixture.Client.Messages.ReadAsync(Cancellation)).Topic);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Unread_messages_are_kept_when_the_broker_lost_the_session()
    {
        await using var fixture = new MqttClientFixture();
        fixture.Run();
        using (var first = await fixture.Broker.AcceptAsync())
        {
            await first.WelcomeAsync();
            await first.SendAsync(Message(7));
            while (fixture.Client.Messages.Count < 1)
                await Task.Yield();
        }

        using var second = await fixture.AcceptAgainAsync();
        await second.WelcomeAsync(sessionPresent: false);
        await second.SendAsync(Message(1));
        Assert.Equal("7", (await fixture.Client.Messages.ReadAsync(Cancellation)).Topic);
        Assert.Equal("1", (await fixture.Client.Messages.ReadAsync(Cancellation)).Topic);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Broker_that_exceeds_the_receive_maximum_waits_for_acknowledgements()
    {
        await using var fixture = new MqttClientFixture(o => o with { ReceiveMaximum = 2 });
        using var broker = await fixture.ConnectAsync();
        await broker.SendAsync([.. Enumerable.Range(1, 100).Select(i => Message((ushort)i))]);
        for (ushort i = 1; i <= 100; i++)
        {
            Assert.InRange(fixture.Client.Messages.Count, 0, 3);
            await (await fixture.Client.Messages.ReadAsync(Cancellation)).AcknowledgeAsync(Cancellation);
            Assert.Equal(i, (await broker.ReadAsync<PubackPacket>()).PacketIdentifier);
        }
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Broker_that_exceeds_the_receive_maximum_by_far_is_told_so()
    {
        await using var fixture = new MqttClientFixture(o => o with { ReceiveMaximum = 2 });
        using var broker = await fixture.ConnectAsync();
        _ = fixture.Client.PublishAsync(new MqttMessage("asks", default), Cancellation).AsTask(); // so the reader may not wait
        await broker.ReadAsync<PublishPacket>();
        await broker.SendAsync([.. Enumerable.Range(1, 33).Select(i => Message((ushort)i))]);
        Assert.Equal(MqttReasonCode.ReceiveMaximumExceeded, (await broker.ReadAsync<DisconnectPacket>()).ReasonCode);
        var change = await fixture.ChangeAsync(c => c.State == MqttConnectionState.Disconnected);
        Assert.Equal(MqttDisconnectCause.ProtocolError, change.Disconnect!.Cause);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Acknowledgements_given_before_the_end_leave_before_the_disconnect()
    {
        await using var fixture = new MqttClientFixture();
        fixture.Run();
        using var broker = await fixture.Broker.AcceptAsync();
        await broker.WelcomeAsync();
        await broker.SendAsync(Message(3));
        await (await fixture.Client.Messages.ReadAsync(Cancellation)).AcknowledgeAsync(Cancellation);
        var stopping = fixture.StopRunningAsync();
        Assert.Equal(3, (await broker.ReadAsync<PubackPacket>()).PacketIdentifier);
        Assert.Equal(MqttReasonCode.Success, (await broker.ReadAsync<DisconnectPacket>()).ReasonCode);
        broker.Dispose();
        await stopping;
    }

    private static PublishPacket Message(ushort identifier) =>
        new(identifier.ToString(), default, MqttQualityOfService.AtLeastOnce, Retain: false, Duplicate: false, identifier);
}
