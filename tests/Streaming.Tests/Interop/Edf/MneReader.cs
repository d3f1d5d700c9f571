using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Streaming.Tests.Interop.Edf;

/// <summary>Debian's MNE as an independent reader.</summary>
internal sealed record MneReader(IReadOnlyList<MneChannel> Channels, IReadOnlyList<MneAnnotation> Annotations)
{
    private const string Python = "/usr/bin/python3"; // Debian's own: another Python would not have Debian's MNE

    public static async Task<MneReader> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("streaming-mne-");
        try
        {
            var script = Repository.At("tests", "Streaming.Tests", "Interop", "peers", "mne_read.py");
            var (code, output, error) = await RunAsync([script, path, folder.FullName], cancellationToken);
            if (error.Contains("No module named 'mne'", StringComparison.Ordinal)) Assert.Skip("python3-mne is not installed.");
            Assert.True(code == 0, error);
            var answer = JsonSerializer.Deserialize<Answer>(output, JsonSerializerOptions.Web)!;
            var channels = answer.Channels.Select((channel, i) => channel with { Values = Values(Path.Combine(folder.FullName, $"{i}.f64")) });
            return new MneReader([.. channels], answer.Annotations);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (!File.Exists(Python)) Assert.Skip($"{Python} is not installed.");
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private static double[] Values(string path) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(path)).ToArray();

    private sealed record Answer(MneChannel[] Channels, MneAnnotation[] Annotations);
}
