using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Streaming.Benchmarks;

/// <summary>A mosquitto of this run's own on loopback, configured as the demonstration's.</summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private BrokerProcess(Process process, string folder, int port) => (_process, Folder, Port) = (process, folder, port);

    public string Folder { get; }

    public int Port { get; }

    public static async Task<BrokerProcess> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("streaming-benchmark-").FullName;
        var port = FreePort();
        var persistence = Directory.CreateDirectory(Path.Combine(folder, "broker")).FullName;
        var configuration = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllLinesAsync(configuration, [
            .. await File.ReadAllLinesAsync("deploy/mosquitto.conf", cancellationToken),
            $"listener {port} 127.0.0.1", $"persistence_location {persistence}/", $"user {Environment.UserName}"], cancellationToken);
        var program = File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";
        var process = Process.Start(new ProcessStartInfo(program, ["-c", configuration]) { RedirectStandardError = true })
            ?? throw new InvalidOperationException("mosquitto did not start: bash deploy/prerequisites.sh");
        while (await process.StandardError.ReadLineAsync(cancellationToken) is { } line && !line.Contains("running", StringComparison.Ordinal)) { }
        _ = process.StandardError.ReadToEndAsync(cancellationToken);
        return new BrokerProcess(process, folder, port);
    }

    /// <summary>Processor time it has used.</summary>
    public TimeSpan Worked
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, true);
    }
}
