using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.Diagnostics.NETCore.Client;

namespace Streaming.Tests.EndToEnd;

/// <summary>The service as people run it: a process of its own, told by arguments, ended by signals.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const long CollectHeap = 0x80_0000; // keyword of the runtime's events: one full collection as a listener comes
    private const int Sigint = 2;
    private const int Sigcont = 18;
    private const int Sigstop = 19;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly GrpcChannel _channel;
    private bool _isDisposed;

    private ServiceProcess(int brokerPort, string store, int grpcPort, IEnumerable<string> further)
    {
        WebPort = LoopbackPort.Free();
        _channel = GrpcChannel.ForAddress(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{grpcPort}"));
        string[] settings =
        [
            $"Recording:Folder={store}", $"Ingest:Port={brokerPort}", $"Serving:GrpcPort={grpcPort}", $"Serving:WebPort={WebPort}",
            "Scoring:Provider=Cpu", "Logging:Console:FormatterName=simple", .. further,
        ];
        _process = new Process
        {
            // A test run in the background of a script ignores SIGINT, and what it starts inherits that: the service is to take it as it does by default.
            StartInfo = new ProcessStartInfo(
                "env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "Streaming.Service.dll"), .. settings])
            {
                // Where appsettings.json and the committed model are.
                WorkingDirectory = Repository.At("."),
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The page and grpc-web.</summary>
    public int WebPort { get; }

    public GrpcChannel Channel => _channel;

    /// <summary>Of /metrics and /healthz.</summary>
    public Uri WebAddress => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{WebPort}"));

    /// <summary>Standard output and error so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>The host says that everything has been started.</summary>
    public Task Started => _started.Task.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Has the process collect its garbage, all of it: what it holds afterwards, it holds on to.</summary>
    public async Task CollectAsync(CancellationToken cancellationToken)
    {
        var runtime = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectHeap);
        using var session = await new DiagnosticsClient(_process.Id).StartEventPipeSessionAsync([runtime], requestRundown: false, token: cancellationToken);
        var heard = session.EventStream.CopyToAsync(Stream.Null, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        await session.StopAsync(cancellationToken);
        await heard;
    }

    /// <summary>Resident memory of the process, bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Does not wait: a process may be killed at any moment.</summary>
    /// <param name="brokerPort">Of the broker on this machine.</param>
    /// <param name="store">The store's folder.</param>
    /// <param name="grpcPort">0: any that is free; else the same again, so that watchers find it after a restart.</param>
    /// <param name="settings">As in appsettings.json, e.g. <c>Flow:StallSeconds=5</c>.</param>
    public static ServiceProcess Start(int brokerPort, string store, int grpcPort = 0, params IEnumerable<string> settings) =>
        new(brokerPort, store, grpcPort == 0 ? LoopbackPort.Free() : grpcPort, settings);

    /// <summary>Completes when its health service says SERVING.</summary>
    public async Task ServingAsync()
    {
        await Started;
        using var watch = new Health.HealthClient(_channel).Watch(new HealthCheckRequest(), cancellationToken: TestContext.Current.CancellationToken);
        while (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            if (watch.ResponseStream.Current.Status == HealthCheckResponse.Types.ServingStatus.Serving) return;
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> InterruptAsync()
    {
        Assert.Equal(0, Signal(_process.Id, Sigint));
        return await ExitedAsync();
    }

    /// <summary>Stands still for a while, as on a machine that sleeps.</summary>
    public async Task SleepAsync(TimeSpan time)
    {
        Assert.Equal(0, Signal(_process.Id, Sigstop));
        await Task.Delay(time, CancellationToken.None);
        Assert.Equal(0, Signal(_process.Id, Sigcont));
    }

    public async Task<int> ExitedAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
        _channel.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        if (line.Contains("Application started", StringComparison.Ordinal)) _started.TrySetResult();
    }
}
