using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Streaming.Parts.Certificates;
using Streaming.V1;

namespace Streaming.Client;

/// <summary>A station's way to a service: the generated client for single questions, and watchers.</summary>
public sealed class MonitorConnection : IDisposable
{
    private readonly MonitorOptions _options;
    private readonly TimeProvider _time;
    private readonly GrpcChannel _channel;

    /// <exception cref="ArgumentException">A token would go in the clear; the file of authorities holds none.</exception>
    /// <exception cref="CryptographicException">The station's own certificate cannot be read, or is not good at this time; names the files.</exception>
    public MonitorConnection(MonitorOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _channel = GrpcChannel.ForAddress(options.Address, new GrpcChannelOptions
        {
            MaxReceiveMessageSize = options.MaxMessageBytes,
            DisposeHttpClient = true,
            HttpHandler = Handler(options, time),
        });
        Client = new SleepMonitor.SleepMonitorClient(_channel);
    }

    /// <summary>Unary questions; give each a deadline.</summary>
    public SleepMonitor.SleepMonitorClient Client { get; }

    public StageWatcher Watch(WatchFilter filter) => new(Client, filter, _options, _time);

    public void Dispose() => _channel.Dispose();

    private static HttpMessageHandler Handler(MonitorOptions options, TimeProvider time)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            // A connection that died silently is dropped, so that a new attempt does not ride on it.
            KeepAlivePingDelay = options.AssumedHeartbeatInterval,
            KeepAlivePingTimeout = options.ConnectTimeout,
            SslOptions = Tls(options, time),
        };
        if (options.Token is null) return handler;
        if (options.Address.Scheme != Uri.UriSchemeHttps && !options.Address.IsLoopback)
            throw new ArgumentException($"The token is not sent in the clear to {options.Address}; use https.", nameof(options));
        return new TokenHandler(options.Token, handler);
    }

    private static SslClientAuthenticationOptions Tls(MonitorOptions options, TimeProvider time)
    {
        var tls = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            RemoteCertificateValidationCallback = PeerCertificate.OfServer(time),
        };
        if (options.CertificateAuthorityFile is { } authorities)
        {
            if (PemFiles.FaultOfAuthorities(authorities) is { } fault) throw new ArgumentException($"{fault}; nobody would be trusted.", nameof(options));
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck, // a private authority seldom publishes a list
            };
            tls.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(authorities);
        }
        if (options.ClientCertificateFile is { } certificate)
            tls.LocalCertificateSelectionCallback = new OwnCertificate(certificate, options.ClientKeyFile, time).Choose;
        return tls;
    }
}
