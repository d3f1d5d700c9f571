using System.Diagnostics;
using System.Globalization;

namespace Streaming.Benchmarks;

/// <summary>PyTorch as Debian has it, in a process of its own.</summary>
internal sealed class TorchRival : IAsyncDisposable
{
    // Debian's own: another python first in PATH does not see its packages.
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    private TorchRival(Process process) => _process = process;

    public string Description { get; private set; } = "";

    public static async Task InstallAsync(CancellationToken cancellationToken)
    {
        string[] arguments = ["install", "-y", "-q", "--no-install-recommends", "python3-torch", "libopenblas0-pthread"];
        using var process = Process.Start(new ProcessStartInfo("apt-get", arguments) { Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" } })!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"apt-get ended with {process.ExitCode}; as root, run apt-get {string.Join(' ', arguments)}");
    }

    /// <summary>Ready to be timed: its gradient is written and its fastest way chosen.</summary>
    public static async Task<TorchRival> StartAsync(string folder, int threads, CancellationToken cancellationToken)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "rival", "stagenet_torch.py");
        var start = new ProcessStartInfo(Python, [script, folder, threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // Threads that spin while they wait would take the cores from themselves.
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        var rival = new TorchRival(Process.Start(start)!);
        var line = await rival._process.StandardOutput.ReadLineAsync(cancellationToken);
        if (line is null || !line.StartsWith("ready ", StringComparison.Ordinal))
            throw new InvalidOperationException("PyTorch did not start; --install installs it.");
        rival.Description = line["ready ".Length..];
        return rival;
    }

    /// <summary>Seconds of so many steps.</summary>
    public async Task<double> RunAsync(int steps, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(steps.ToString(CultureInfo.InvariantCulture));
        await _process.StandardInput.FlushAsync(cancellationToken);
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("PyTorch ended.");
        return double.Parse(line, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close(); // its loop ends with its input
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
