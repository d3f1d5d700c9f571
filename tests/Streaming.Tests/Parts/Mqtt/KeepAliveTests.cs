using Streaming.Parts.Mqtt.Session;

namespace Streaming.Tests.Parts.Mqtt;

public sealed class KeepAliveTests
{
    [Fact]
    public void Busy_connection_is_not_pinged()
    {
        var keepAlive = new KeepAlive();
        for (var tick = 0; tick < 10; tick++)
            Assert.Equal(KeepAliveVerdict.Fine, keepAlive.Tick(received: true, sent: true, readerIsHeld: false));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Silence_of_either_direction_is_pinged(bool received, bool sent) =>
        Assert.Equal(KeepAliveVerdict.Ping, new KeepAlive().Tick(received, sent, readerIsHeld: false));

    [Fact]
    public void Peer_is_dead_when_a_ping_stays_unanswered_for_two_ticks()
    {
        var keepAlive = new KeepAlive();
        Assert.Equal(KeepAliveVerdict.Ping, keepAlive.Tick(false, false, false));
        Assert.Equal(KeepAliveVerdict.Fine, keepAlive.Tick(false, true, false));
        Assert.Equal(KeepAliveVerdict.Dead, keepAlive.Tick(false, true, false));
    }

    [Fact]
    public void Anything_received_shows_that_the_peer_lives()
    {
        var keepAlive = new KeepAlive();
        for (var round = 0; round < 5; round++)
        {
            Assert.Equal(KeepAliveVerdict.Ping, keepAlive.Tick(false, false, false));
            Assert.Equal(KeepAliveVerdict.Fine, keepAlive.Tick(false, true, false));
            Assert.Equal(KeepAliveVerdict.Fine, keepAlive.Tick(true, true, false));
        }
    }

    [Fact]
    public void Peer_is_not_suspected_while_our_own_reader_is_held()
    {
        var keepAlive = new KeepAlive();
        for (var tick = 0; tick < 10; tick++)
            Assert.NotEqual(KeepAliveVerdict.Dead, keepAlive.Tick(received: false, sent: false, readerIsHeld: true));
    }
}
