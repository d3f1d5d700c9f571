using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Web;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using Streaming.Service.Access;
using Streaming.V1;

namespace Streaming.Service.Serving;

internal static partial class ServingRegistration
{
    /// <summary>What watchers see and do.</summary>
    public static void AddServing(this WebApplicationBuilder builder)
    {
        builder.AddRoomOptions<ServingOptions>(ServingOptions.Section);
        builder.Services.AddGrpc();
        builder.Services.AddOptions<GrpcServiceOptions>().Configure<IOptions<ServingOptions>>((grpc, serving) =>
            grpc.MaxReceiveMessageSize = serving.Value.RequestBytes);
        builder.Services.AddSingleton<HealthServiceImpl>();
        builder.Services.AddSingleton(_ => new ReflectionServiceImpl(SleepMonitor.Descriptor, Health.Descriptor));
        builder.Services.AddSingleton(_ => new ReflectionV1ServiceImpl(SleepMonitor.Descriptor, Health.Descriptor));
        builder.Services.AddSingleton(Certificate);
        builder.Services.AddSingleton<AddressConnections>();
        builder.Services.AddSingleton<CommitFeed>();
        builder.Services.AddSingleton<WaveformQuery>();
        builder.Services.AddSingleton<EpochImageQuery>();
        builder.Services.AddSingleton<EpochReplay>();
        builder.Services.AddSingleton<ExplanationDesk>();
        builder.Services.AddSingleton<NightSpan>();
        builder.Services.AddSingleton<EditWriter>();
        builder.Services.AddSingleton<NightEdits>();
        builder.Services.AddSingleton<NightLights>();
        builder.Services.AddSingleton<NightSigning>();
        builder.Services.AddSingleton<NightMarks>();
        builder.Services.AddSingleton<CalibrationDesk>();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            Listen(kestrel, kestrel.ApplicationServices, kestrel.ApplicationServices.GetRequiredService<IOptions<ServingOptions>>().Value));
    }

    public static void MapServing(this WebApplication app)
    {
        app.UseForwardedCalls();
        app.UseRouting();
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.UseAccess();
        app.MapGrpcService<SleepMonitorService>();
        app.MapGrpcService<HealthServiceImpl>().AllowAnonymous();
        if (app.Services.GetRequiredService<IOptions<ServingOptions>>().Value.Reflection)
        {
            app.MapGrpcService<ReflectionServiceImpl>();
            app.MapGrpcService<ReflectionV1ServiceImpl>();
        }
        ReportPage.Map(app);
        app.MapPage();
    }

    private static ServerCertificate Certificate(IServiceProvider services)
    {
        var (options, time) = (services.GetRequiredService<IOptions<ServingOptions>>().Value, services.GetRequiredService<TimeProvider>());
        var logger = services.GetRequiredService<ILogger<ServerCertificate>>();
        var callers = options.ClientAuthorityFile is { } authorities
            ? new CallerCertificates(authorities, services.GetRequiredService<CallLimits>(), time, logger)
            : null;
        return new ServerCertificate(options, time, logger, callers);
    }

    private static void Listen(KestrelServerOptions kestrel, IServiceProvider services, ServingOptions options)
    {
        var address = IPAddress.Parse(options.Address);
        // A slow watcher is behind by itself; it is not cut off for it.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxConcurrentConnections = options.ConnectionLimit;
        // Whoever is over a limit is told so. Over HTTP/2's own, of 100 on a connection, a library waits for a place and tells nobody: that one has to lie above
        // what a peer may hold of watches, of health and of calls, and one more that is refused.
        var access = services.GetRequiredService<IOptions<AccessOptions>>().Value;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 2 * access.StreamsPerPeer + access.CallBurst + 1;
        // A watcher whose line died without a word is asked after, and let go within a minute; by TCP alone it would be a quarter of an hour, and count among its
        // peer's streams meanwhile. One that is only slow reads on, and that counts as an answer.
        (kestrel.Limits.Http2.KeepAlivePingDelay, kestrel.Limits.Http2.KeepAlivePingTimeout) = (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));
        kestrel.Limits.MaxRequestBodySize = options.RequestBytes + (64 << 10); // frames and headers of the same message
        var logger = services.GetRequiredService<ILogger<ServerCertificate>>();
        var connections = services.GetRequiredService<AddressConnections>();
        if (options.CertificateFile is not null)
        {
            var certificate = services.GetRequiredService<ServerCertificate>();
            certificate.ForConnection(); // a certificate that cannot be read ends the start, not the first call
            kestrel.Listen(address, options.GrpcPort, listen =>
            {
                listen.Use(connections.Before);
                listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = made => ValueTask.FromResult(certificate.ForConnection(made.Connection.RemoteEndPoint)),
                });
            });
            return;
        }
        if (!IPAddress.IsLoopback(address)) LogPlainText(logger, address);
        // Without TLS there is no way to agree on a protocol, so each has its port.
        kestrel.Listen(address, options.GrpcPort, listen => Speak(listen, HttpProtocols.Http2));
        kestrel.Listen(address, options.WebPort, listen => Speak(listen, HttpProtocols.Http1));

        void Speak(ListenOptions listen, HttpProtocols protocols)
        {
            listen.Protocols = protocols;
            listen.Use(connections.Before);
        }
    }

    [LoggerMessage(5012, LogLevel.Warning, "Serving:AllowPlainText: {Address} speaks without TLS; whoever is on the way can read nights and tokens")]
    private static partial void LogPlainText(ILogger logger, IPAddress address);
}
