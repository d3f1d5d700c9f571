using System.IO.Pipelines;
using System.Net.Sockets;
using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Tests.Parts.Mqtt;

internal sealed class FakeBrokerConnection(TcpClient client) : IDisposable
{
    private readonly PipeReader _input = PipeReader.Create(client.GetStream());

    /// <summary>The next packet, which must be a <typeparamref name="T"/>.</summary>
    public async Task<T> ReadAsync<T>()
        where T : MqttPacket =>
        Assert.IsType<T>(await ReadAnyAsync());

    public async Task<MqttPacket> ReadAnyAsync() => await TryReadAsync() ?? throw new EndOfStreamException("The client hung up.");

    /// <summary>Null when the client hung up.</summary>
    public async Task<MqttPacket?> TryReadAsync()
    {
        while (true)
        {
            var result = await _input.ReadAsync(TestContext.Current.CancellationToken);
            var buffer = result.Buffer;
            if (MqttFrame.TryRead(ref buffer, uint.MaxValue, out var frame))
            {
                _input.AdvanceTo(buffer.Start);
                return MqttDecoder.Decode(frame);
            }

            _input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                return null;
        }
    }

    public async Task SendAsync(params MqttPacket[] packets) => await SendRawAsync([.. packets.SelectMany(MqttEncoder.Encode)]);

    public async Task SendRawAsync(byte[] bytes) => await client.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>Reads CONNECT and accepts it.</summary>
    public async Task<ConnectPacket> WelcomeAsync(bool sessionPresent = false, params MqttProperty[] properties)
    {
        var connect = await ReadAsync<ConnectPacket>();
        await SendAsync(new ConnackPacket(sessionPresent, MqttReasonCode.Success) { Properties = new MqttProperties(properties) });
        return connect;
    }

    /// <summary>Reads SUBSCRIBE and grants everything.</summary>
    public async Task<SubscribePacket> GrantAsync()
    {
        var subscribe = await ReadAsync<SubscribePacket>();
        await SendAsync(new SubackPacket(subscribe.PacketIdentifier,
            [.. subscribe.Subscriptions.Select(s => (MqttReasonCode)s.MaximumQualityOfService)]));
        return subscribe;
    }

    public void Dispose() => client.Dispose();
}
