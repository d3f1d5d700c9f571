using System.Text;
using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Codec;
using static Streaming.Tests.Parts.Mqtt.MqttClientFixture;

namespace Streaming.Tests.Parts.Mqtt;

public sealed class MqttClientConnectionTests
{
    private const int TimeoutMilliseconds = 20_000;

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Connect_carries_what_the_options_say()
    {
        await using var fixture = new MqttClientFixture(o => o with
        {
            UserName = "user",
            Password = "secret",
            CleanStart = true,
            WillDelaySeconds = 5,
            Will = new MqttMessage("gone", "offline"u8.ToArray())
            {
                Retain = true,
                ContentType = "text/plain",
                UserProperties = [KeyValuePair.Create("k", "v")],
            },
        });
        var connecting = fixture.Client.ConnectAsync(Cancellation);
        using var broker = await fixture.Broker.AcceptAsync();
        var connect = await broker.WelcomeAsync();
        await connecting;
        Assert.Equal(("test", true, 15), (connect.ClientId, connect.CleanStart, connect.KeepAliveSeconds));
        Assert.Equal(("user", "secret"), (connect.UserName, Encoding.UTF8.GetString(connect.Password!.Value.Span)));
        Assert.Equal([86_400u, 256u, 1u << 20, 0u], connect.Properties.Items.Select(p => p.Number));
        Assert.Equal(("gone", true, MqttQualityOfService.AtLeastOnce), (connect.Will!.Topic, connect.Will.Retain, connect.Will.QualityOfService));
        Assert.Equal(("text/plain", 5u),
            (connect.Will.Properties.Text(MqttPropertyId.ContentType), connect.Will.Properties.Number(MqttPropertyId.WillDelayInterval)));
        Assert.Equal([KeyValuePair.Create("k", "v")], connect.Will.Properties.UserProperties);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Refused_connection_names_the_reason()
    {
        await using var fixture = new MqttClientFixture();
        var connecting = fixture.Client.ConnectAsync(Cancellation);
        using var broker = await fixture.Broker.AcceptAsync();
        await broker.ReadAsync<ConnectPacket>();
        await broker.SendAsync(new ConnackPacket(false, MqttReasonCode.BadUserNameOrPassword)
        {
            Properties = new MqttProperties([new(MqttPropertyId.ReasonString, Text: "who are you")]),
        });
        var exception = await Assert.ThrowsAsync<MqttConnectException>(() => connecting);
        Assert.Equal(MqttReasonCode.BadUserNameOrPassword, exception.ReasonCode);
        Assert.Contains("who are you", exception.Message, StringComparison.Ordinal);
        Assert.Equal(MqttConnectionState.Disconnected, fixture.Client.State);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Broker_that_never_answers_is_given_up_after_the_connect_timeout()
    {
        await using var fixture = new MqttClientFixture();
        var connecting = fixture.Client.ConnectAsync(Cancellation);
        using var broker = await fixture.Broker.AcceptAsync();
        await broker.ReadAsync<ConnectPacket>();
        await fixture.AdvanceUntilAsync(connecting, TimeSpan.FromMinutes(10));
        Assert.Null((await Assert.ThrowsAsync<MqttConnectException>(() => connecting)).ReasonCode);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Peer_that_speaks_something_else_is_refused_with_a_clear_error()
    {
        await using var fixture = new MqttClientFixture();
        var connecting = fixture.Client.ConnectAsync(Cancellation);
        using var broker = await fixture.Broker.AcceptAsync();
        await broker.SendRawAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n" + new string(' ', 100)));
        var exception = await Assert.ThrowsAsync<MqttConnectException>(() => connecting);
        Assert.Contains("does not answer as an MQTT 5 broker", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Disconnect_of_the_broker_is_reported_with_its_reason()
    {
        await using var fixture = new MqttClientFixture();
        using var broker = await fixture.ConnectAsync();
        await broker.SendAsync(new DisconnectPacket(MqttReasonCode.SessionTakenOver));
        var change = await fixture.ChangeAsync(c => c.State == MqttConnectionState.Disconnected);
        Assert.Equal((MqttDisconnectCause.ByBroker, MqttReasonCode.SessionTakenOver), (change.Disconnect!.Cause, change.Disconnect.ReasonCode));
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Packet_above_our_maximum_ends_the_connection_with_its_reason()
    {
        await using var fixture = new MqttClientFixture();
        using var broker = await fixture.ConnectAsync();
        await broker.SendRawAsync([0x30, 0xFF, 0xFF, 0xFF, 0x7F]);
        Assert.Equal(MqttReasonCode.PacketTooLarge, (await broker.ReadAsync<DisconnectPacket>()).ReasonCode);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Silent_broker_is_pinged_and_given_up_when_dead()
    {
        await using var fixture = new MqttClientFixture();
        using var broker = await fixture.ConnectAsync();
        var ended = fixture.ChangeAsync(c => c.State == MqttConnectionState.Disconnected);
        fixture.Time.Advance(TimeSpan.FromSeconds(7.5));
        await broker.ReadAsync<PingreqPacket>();
        Assert.False(ended.IsCompleted);
        await fixture.AdvanceUntilAsync(ended, TimeSpan.FromSeconds(7.5));
        Assert.Equal(MqttDisconnectCause.KeepAliveTimeout, (await ended).Disconnect!.Cause);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Keep_alive_of_the_broker_replaces_ours()
    {
        await using var fixture = new MqttClientFixture();
        using var broker = await fixture.ConnectAsync(new MqttProperty(MqttPropertyId.ServerKeepAlive, 4));
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        await broker.ReadAsync<PingreqPacket>();
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Reconnection_goes_on_with_growing_pauses_until_the_broker_accepts()
    {
        await using var fixture = new MqttClientFixture(o => o with { MaximumReconnectDelay = TimeSpan.FromSeconds(4) });
        var refusedAt = new List<DateTimeOffset>();
        fixture.Client.StateChanged += _ => refusedAt.Add(fixture.Time.GetUtcNow());
        fixture.Run();
        const int Refusals = 12;
        for (var i = 0; i < Refusals; i++)
        {
            using var broker = await fixture.AcceptAgainAsync();
            await broker.ReadAsync<ConnectPacket>();
            await broker.SendAsync(new ConnackPacket(false, MqttReasonCode.ServerBusy));
            Assert.Null(await broker.TryReadAsync());
        }

        using var accepting = await fixture.AcceptAgainAsync();
        await accepting.WelcomeAsync();
        await fixture.Client.WaitForConnectedAsync(Cancellation);
        Assert.Equal(Refusals, fixture.Changes.Count(c =>
            c.Disconnect is { Cause: MqttDisconnectCause.ConnectFailed, ReasonCode: MqttReasonCode.ServerBusy }));
        var pauses = refusedAt.Take(Refusals).Zip(refusedAt.Skip(1).Take(Refusals - 1), (a, b) => (b - a).TotalSeconds).ToList();
        Assert.All(pauses, seconds => Assert.InRange(seconds, 0, 5)); // four, and the steps of the clock
        Assert.True(pauses[^1] > pauses[0], "The last pause is no longer than the first.");
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Clean_start_holds_for_the_first_connection_only()
    {
        await using var fixture = new MqttClientFixture(o => o with { CleanStart = true });
        fixture.Run();
        using (var first = await fixture.Broker.AcceptAsync())
            Assert.True((await first.WelcomeAsync()).CleanStart);
        await fixture.ChangeAsync(c => c.State == MqttConnectionState.Disconnected);
        using var second = await fixture.AcceptAgainAsync();
        Assert.False((await second.WelcomeAsync()).CleanStart);
    }
}
