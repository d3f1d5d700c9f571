using System.Diagnostics;
using System.Threading.Channels;

namespace Streaming.Tests.Interop.Mqtt;

/// <summary>A program of another maker, its output read line by line. Killed on disposal.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private PeerProcess(string program, IReadOnlyList<string> arguments, string? folder)
    {
        if (MosquittoBroker.FindProgram(program) is not { } path)
        {
            Assert.Skip($"{program} is not installed: bash deploy/prerequisites.sh --tests");
            throw new UnreachableException();
        }

        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? "",
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                _lines.Writer.TryWrite("error: " + line.Data);
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public StreamWriter Input => _process.StandardInput;

    public bool HasExited => _process.HasExited;

    public static PeerProcess Start(string program, params IReadOnlyList<string> arguments) => new(program, arguments, null);

    public static PeerProcess StartIn(string folder, string program, params IReadOnlyList<string> arguments) => new(program, arguments, folder);

    /// <summary>The next line of output; lines of its error output start with "error: ".</summary>
    public ValueTask<string> ReadLineAsync(CancellationToken cancellationToken) => _lines.Reader.ReadAsync(cancellationToken);

    /// <summary>The exit status, and everything not read yet.</summary>
    public async Task<(int Status, List<string> Lines)> FinishAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        var lines = new List<string>();
        while (_lines.Reader.TryRead(out var line))
            lines.Add(line);
        return (_process.ExitCode, lines);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            _lines.Writer.TryComplete();
        else
            _lines.Writer.TryWrite(line);
    }
}
