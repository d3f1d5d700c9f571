using System.Net;
using System.Security.Cryptography.X509Certificates;
using Grpc.AspNetCore.Server;
using Grpc.HealthCheck;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Streaming.Tests.Parts.Grpc.Wire;

namespace Streaming.Tests.Parts.Grpc;

/// <summary>The echo service on Kestrel: one HTTP/2 port without TLS, one HTTP/1.1 port for grpc-web.</summary>
internal sealed class EchoHost : IAsyncDisposable
{
    public const int LimitBytes = 64 * 1024;

    private readonly WebApplication _app;

    private EchoHost(WebApplication app, EchoProbe probe, FakeTimeProvider time)
    {
        (_app, Probe, Time) = (app, probe, time);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        (Address, WebAddress) = (addresses[0], addresses[1]);
        Channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions { MaxReceiveMessageSize = LimitBytes });
        Client = new Echo.EchoClient(Channel);
    }

    public string Address { get; }

    public string WebAddress { get; }

    public EchoProbe Probe { get; }

    /// <summary>The server's clock.</summary>
    public FakeTimeProvider Time { get; }

    public GrpcChannel Channel { get; }

    public Echo.EchoClient Client { get; }

    public HealthServiceImpl Health => _app.Services.GetRequiredService<HealthServiceImpl>();

    public static async Task<EchoHost> StartAsync(
        Action<GrpcServiceOptions>? configure = null, TimeProvider? time = null, X509Certificate2? certificate = null)
    {
        var (probe, fakeTime) = (new EchoProbe(), new FakeTimeProvider());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                // With TLS one port speaks all; without, each protocol has its own.
                listen.Protocols = certificate is null ? HttpProtocols.Http2 : HttpProtocols.Http1AndHttp2;
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton(probe).AddSingleton(time ?? fakeTime).AddSingleton<HealthServiceImpl>();
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = LimitBytes;
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.UseGrpcWeb();
        app.MapGrpcService<EchoService>().EnableGrpcWeb();
        app.MapGrpcService<HealthServiceImpl>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new EchoHost(app, probe, fakeTime);
    }

    public async ValueTask DisposeAsync()
    {
        Probe.Release.TrySetResult();
        Channel.Dispose();
        await _app.DisposeAsync();
    }
}
