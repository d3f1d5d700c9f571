using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Streaming.Tests.Interop;

/// <summary> A real mosquitto on a free loopback port, with deploy/mosquitto.conf and a folder of its own. Skips the test when mosquitto is not
/// installed.
/// </summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    private const int Sigterm = 15;
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-mosquitto-").FullName;
    private readonly StringBuilder _log = new();
    private Process? _process;

    private MosquittoBroker(Func<string, IEnumerable<string>>? listenerLines)
    {
        Port = LoopbackPort.Free();
        var persistence = Directory.CreateDirectory(Path.Combine(_folder, "persistence")).FullName;
        File.WriteAllLines(ConfigurationFile, [
            .. File.ReadAllLines(Repository.At("deploy", "mosquitto.conf")),
            $"persistence_location {persistence}/",
            $"user {Environment.UserName}",
            $"listener {Port} 127.0.0.1",
            .. listenerLines?.Invoke(_folder) ?? []]);
    }

    public string Host => "127.0.0.1";

    public int Port { get; }

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    private string ConfigurationFile => Path.Combine(_folder, "mosquitto.conf");

    /// <param name="listenerLines">Further lines of configuration for the listener, given the broker's folder; null for none.</param>
    /// <param name="cancellationToken">Ends the wait for its readiness.</param>
    public static async Task<MosquittoBroker> StartAsync(
        Func<string, IEnumerable<string>>? listenerLines = null, CancellationToken cancellationToken = default)
    {
        if (FindProgram("mosquitto") is null)
            Assert.Skip("mosquitto is not installed: bash deploy/prerequisites.sh --tests");
        var broker = new MosquittoBroker(listenerLines);
        await broker.StartAgainAsync(cancellationToken);
        return broker;
    }

    /// <summary>The full path of a program, looked for where Debian keeps brokers too; null when absent.</summary>
    public static string? FindProgram(string name) => ((Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/sbin").Split(':')
        .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>After <see cref="StopAsync"/> or <see cref="KillAsync"/>: on the same port, with what it has written.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(FindProgram("mosquitto")!, ["-c", ConfigurationFile]) { RedirectStandardError = true },
            EnableRaisingEvents = true,
        };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_log)
                _log.AppendLine(line.Data);
            if (line.Data is null)
                running.TrySetException(new InvalidOperationException($"mosquitto ended before it was ready:\n{Log}"));
            else if (line.Data.EndsWith(" running", StringComparison.Ordinal))
                running.TrySetResult();
        };
        process.Start();
        process.BeginErrorReadLine();
        _process = process;
        await running.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Asks it to end; it writes sessions, queues and retained messages.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process)
            return;
        if (Kill(process.Id, Sigterm) != 0)
            process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        _process = null;
    }

    /// <summary>Ends it at once (SIGKILL); it writes nothing.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        _process = null;
    }

    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync();
        await StartAgainAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
