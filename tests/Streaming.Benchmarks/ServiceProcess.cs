using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Streaming.Benchmarks;

/// <summary>The service as it is shipped, in a process of its own, so that what it costs is told apart from what beds and watchers cost.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    // Where its own build puts it, with all that it runs on compiled ahead of time; the copy beside this program has its packages as they come.
    private static readonly string Program = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "../../../../../src/Streaming.Service/bin/Release/net10.0/Streaming.Service.dll"));

    private readonly Process _process;

    private ServiceProcess(Process process, int grpcPort) => (_process, GrpcPort) = (process, grpcPort);

    public int GrpcPort { get; }

    public string Address => $"http://127.0.0.1:{GrpcPort}";

    /// <summary>Processor time it has used.</summary>
    public TimeSpan Worked
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of memory that are its own: of the system's count, without what files could give back.</summary>
    public long OwnBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Starts it without waiting for it.</summary>
    /// <param name="brokerPort">Where its broker listens.</param>
    /// <param name="model">Folder of the bundle.</param>
    /// <param name="folder">Its store is made in there, or taken up.</param>
    /// <param name="more">Further arguments.</param>
    public static ServiceProcess Start(int brokerPort, string model, string folder, params string[] more)
    {
        var grpc = BrokerProcess.FreePort();
        string[] arguments = [
            Program,
            .. Setting("Ingest:Port", brokerPort), .. Setting("Serving:GrpcPort", grpc), .. Setting("Serving:WebPort", BrokerProcess.FreePort()),
            .. Setting("Scoring:Workers", Environment.ProcessorCount), "--Scoring:Provider", "Cpu", "--Scoring:Model", Path.GetFullPath(model),
            .. Setting("Flow:MaximumBeds", 2000),
            "--Recording:Folder", Path.Combine(folder, "store"), "--Logging:LogLevel:Default", "Warning", .. more];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("the service did not start");
        _ = process.StandardOutput.ReadToEndAsync();
        return new ServiceProcess(process, grpc);
    }

    public static async Task<ServiceProcess> StartAsync(
        int brokerPort, string model, string folder, CancellationToken cancellationToken, params string[] more)
    {
        var service = Start(brokerPort, model, folder, more);
        await service.ServingAsync(cancellationToken); // before, the broker knows nobody to keep samples for
        return service;
    }

    /// <summary>Completes when the gRPC port takes connections; only a service that is warm listens.</summary>
    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_process.HasExited) throw new InvalidOperationException($"the service ended with {_process.ExitCode}");
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync("127.0.0.1", GrpcPort, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(5, cancellationToken);
            }
        }
    }

    /// <summary>Completes when its health says SERVING.</summary>
    public async Task ServingAsync(CancellationToken cancellationToken)
    {
        await ListenAsync(cancellationToken);
        using var channel = GrpcChannel.ForAddress(Address);
        using var call = new Health.HealthClient(channel).Watch(new HealthCheckRequest(), cancellationToken: cancellationToken);
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            if (call.ResponseStream.Current.Status == HealthCheckResponse.Types.ServingStatus.Serving) return;
        }
        throw new InvalidOperationException("the service never was SERVING");
    }

    /// <summary>Waits until neither process works any more: what a just-in-time compiler does behind a warm-up is not what is measured.</summary>
    public async Task RestAsync(CancellationToken cancellationToken)
    {
        var (quiet, until) = (0, Stopwatch.GetTimestamp() + 15 * Stopwatch.Frequency);
        while (quiet < 4 && Stopwatch.GetTimestamp() < until)
        {
            var before = Worked + Environment.CpuUsage.TotalTime;
            await Task.Delay(100, cancellationToken);
            quiet = (Worked + Environment.CpuUsage.TotalTime - before).TotalMilliseconds <= 10 ? quiet + 1 : 0;
        }
    }

    /// <summary>As a power cut does it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private static string[] Setting(string name, int value) => [$"--{name}", value.ToString(CultureInfo.InvariantCulture)];
}
