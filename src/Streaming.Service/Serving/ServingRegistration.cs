using System.Net;
using System.Security.Cryptography.X509Certificates;
using Grpc.AspNetCore.Web;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Streaming.Service.Serving;

internal static class ServingRegistration
{
    /// <summary>What watchers see and do.</summary>
    public static void AddServing(this WebApplicationBuilder builder)
    {
        builder.AddRoomOptions<ServingOptions>(ServingOptions.Section);
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<HealthServiceImpl>();
        builder.Services.AddSingleton<CommitFeed>();
        builder.Services.AddSingleton<WaveformQuery>();
        builder.Services.AddSingleton<EpochImageQuery>();
        builder.Services.AddSingleton<NightEdits>();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            Listen(kestrel, kestrel.ApplicationServices.GetRequiredService<IOptions<ServingOptions>>().Value));
    }

    public static void MapServing(this WebApplication app)
    {
        app.UseRouting();
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.MapGrpcService<SleepMonitorService>();
        app.MapGrpcService<HealthServiceImpl>();
    }

    private static void Listen(KestrelServerOptions kestrel, ServingOptions options)
    {
        var address = IPAddress.Parse(options.Address);
        // A slow watcher is behind by itself; it is not cut off for it.
        kestrel.Limits.MinResponseDataRate = null;
        if (options.CertificateFile is { } certificate)
        {
            var identity = X509Certificate2.CreateFromPemFile(certificate, options.KeyFile);
            kestrel.Listen(address, options.GrpcPort, listen => listen.UseHttps(identity));
            return;
        }
        // Without TLS there is no way to agree on a protocol, so each has its port.
        kestrel.Listen(address, options.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
        kestrel.Listen(address, options.WebPort, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
