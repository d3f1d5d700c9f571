using System.Globalization;
using Microsoft.AspNetCore.Builder;

namespace Streaming.Benchmarks;

/// <summary>The service in this process, configured as for a night but with a worker on every core.</summary>
internal sealed class ServiceRun : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ServiceRun(WebApplication app, string address) => (_app, Address) = (app, address);

    public string Address { get; }

    public static async Task<ServiceRun> StartAsync(int brokerPort, string model, string folder, CancellationToken cancellationToken)
    {
        var (grpc, web) = (BrokerProcess.FreePort(), BrokerProcess.FreePort());
        var app = Service.Program.Build([
            .. Setting("Ingest:Port", brokerPort), .. Setting("Serving:GrpcPort", grpc), .. Setting("Serving:WebPort", web),
            .. Setting("Scoring:Workers", Environment.ProcessorCount), "--Scoring:Provider", "Cpu", "--Scoring:Model", Path.GetFullPath(model),
            "--Flow:Provisional", "false", "--Recording:Folder", Path.Combine(folder, "store"), "--Logging:LogLevel:Default", "Warning"]);
        await app.StartAsync(cancellationToken);
        return new ServiceRun(app, $"http://127.0.0.1:{grpc}");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static string[] Setting(string name, int value) => [$"--{name}", value.ToString(CultureInfo.InvariantCulture)];
}
