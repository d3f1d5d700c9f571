using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Streaming.Parts.Certificates;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>Opens the byte stream to the broker: TCP, or TLS over it.</summary>
internal static class MqttTransport
{
    public static async Task<Stream> OpenAsync(MqttClientOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(options.Host, options.Port), cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
            return options.Tls is null ? stream : await SecureAsync(stream, options.Tls, options.Host, time, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            if (stream is not null)
                await stream.DisposeAsync();
            throw;
        }
    }

    private static async Task<SslStream> SecureAsync(Stream stream, MqttTls tls, string host, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = tls.TargetHost ?? host,
            RemoteCertificateValidationCallback = PeerCertificate.OfServer(time),
        };
        if (tls.CertificateAuthorityFile is { } file)
        {
            // A private authority publishes no revocation lists.
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        }

        if (tls.ClientCertificateFile is { } certificate)
            options.ClientCertificates = [PemFiles.LoadIdentity(certificate, tls.ClientKeyFile, time)];
        tls.Configure?.Invoke(options);
        var secured = new SslStream(stream);
        await secured.AuthenticateAsClientAsync(options, cancellationToken);
        return secured;
    }
}
