using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Session;
using Streaming.Tests.Parts.Grpc;

namespace Streaming.Tests.Parts.Mqtt.Session;

public sealed class ConnectionNewsTests
{
    [Theory]
    [InlineData("samples in", "samples in")]
    [InlineData(null, "client-7")]
    public void Log_says_which_connection_it_was(string? role, string named)
    {
        using var log = new LogLines();
        var news = new ConnectionNews(new MqttClientOptions { ClientId = "client-7", Host = "broker", Role = role }, log);

        news.Connected(sessionPresent: true);
        news.Disconnected(MqttDisconnectOf(MqttDisconnectCause.Requested));
        news.Disconnected(MqttDisconnectOf(MqttDisconnectCause.NetworkLost));

        Assert.Equal(
            [
                $"Connected to broker:1883 ({named}); session present: True", $"Disconnected from broker:1883 ({named}) on request",
                $"Connection to broker:1883 ({named}) ended: NetworkLost. why",
            ],
            log.Seen.Select(line => line.Text));
    }

    private static MqttDisconnect MqttDisconnectOf(MqttDisconnectCause cause) => new(cause, null, "why");
}
