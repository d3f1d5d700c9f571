using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Streaming.Parts.Certificates;
using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>From nothing to an accepted connection; every failure is a <see cref="MqttConnectException"/>.</summary>
internal static class Handshake
{
    public static async Task<MqttLink> OpenAsync(
        MqttClientOptions options, bool cleanStart, MqttSession session, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var broker = $"{options.Host}:{options.Port}";
        Stream? stream = null;
        try
        {
            stream = await MqttTransport.OpenAsync(options, time, both.Token);
            var input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: MqttLink.BufferBytes, leaveOpen: true));
            var connack = await AgreeAsync(stream, input, PacketFactory.Connect(options, cleanStart), options.MaximumPacketSizeBytes, both.Token);
            if (connack.ReasonCode != MqttReasonCode.Success)
                throw Refused(broker, connack);
            var link = new MqttLink(stream, input, connack, session, options, time);
            stream = null;
            return link;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MqttConnectException($"No connection to {broker} within {options.ConnectTimeout.TotalSeconds} s.");
        }
        catch (MqttProtocolException exception)
        {
            throw new MqttConnectException($"{broker} does not answer as an MQTT 5 broker: {exception.Message}", null, exception);
        }
        // ArgumentException: the key is another certificate's, as between two copies.
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException or CryptographicException
            or UnauthorizedAccessException or ArgumentException)
        {
            // The innermost says why: what TLS wraps around it is the same for every cause.
            throw new MqttConnectException($"No connection to {broker}: {exception.GetBaseException().Message.ReplaceLineEndings(" ")}{Hint(options.Tls, exception)}", null, exception);
        }
        finally
        {
            if (stream is not null)
                await stream.DisposeAsync();
        }
    }

    // With TLS 1.3 a broker refuses a client's certificate when the handshake is over for the client, which sees no more than the end.
    private static string Hint(MqttTls? tls, Exception exception) =>
        tls is null || exception is not (IOException or AuthenticationException) || exception is CertificateRefusedException ? ""
        : tls.ClientCertificateFile is { } own ? $"; it may be that the broker does not trust whoever signed '{own}', or that this is not for clients (clientAuth): its log says so"
        : "; so ends a broker that demands a certificate of its clients, and none was shown";

    private static async Task<ConnackPacket> AgreeAsync(
        Stream stream, PipeReader input, ConnectPacket connect, uint maximumBytes, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(MqttEncoder.Encode(connect), cancellationToken);
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (MqttFrame.TryRead(ref buffer, maximumBytes, out var frame))
            {
                input.AdvanceTo(buffer.Start);
                return MqttDecoder.Decode(frame) as ConnackPacket
                    ?? throw new MqttProtocolException(MqttReasonCode.ProtocolError, "The first packet is not a CONNACK.");
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                throw new IOException("The broker closed the network connection without a CONNACK.");
        }
    }

    private static MqttConnectException Refused(string broker, ConnackPacket connack)
    {
        var text = connack.Properties.Text(MqttPropertyId.ReasonString) is { } reason ? $": {reason}" : "";
        var elsewhere = connack.Properties.Text(MqttPropertyId.ServerReference) is { } server ? $"; it names the server {server}" : "";
        var code = $"{connack.ReasonCode} (0x{(byte)connack.ReasonCode:X2})";
        return new MqttConnectException($"{broker} refused the connection with {code}{text}{elsewhere}.", connack.ReasonCode);
    }
}
