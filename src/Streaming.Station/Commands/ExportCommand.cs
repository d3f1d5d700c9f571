using System.CommandLine;
using Grpc.Core;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>export: a night as a file.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, ExportFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["edf"] = ExportFormat.Edf,
        ["csv"] = ExportFormat.Csv,
        ["json"] = ExportFormat.Json,
        ["nsrrxml"] = ExportFormat.NsrrXml,
        ["report"] = ExportFormat.ReportHtml,
        ["svg"] = ExportFormat.HypnogramSvg,
    };

    public static Command Build(ConnectOptions connect)
    {
        var night = NightArgument.Create();
        var format = new Option<string>("--format") { Description = $"{string.Join(", ", Formats.Keys)}; edf where nothing is said" };
        format.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Formats.Keys]);
        var output = new Option<FileInfo>("--output") { Description = "Where the file goes; its own name in this folder where nothing is said" };
        var command = new Command("export", "Save a night: report (HTML, prints to A4), EDF+, CSV, JSON, NSRR XML, or its hypnogram as SVG") { night, format, output };
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var request = new ExportNightRequest { Night = NightArgument.Parse(arguments.GetRequiredValue(night)), Format = Formats[arguments.GetValue(format) ?? "edf"] };
            // A night of raw samples takes longer than an answer may.
            using var call = client.ExportNight(request, new CallOptions(cancellationToken: cancellationToken));
            Console.WriteLine(await SaveAsync(call.ResponseStream, arguments.GetValue(output), cancellationToken));
        }, cancellationToken));
        return command;
    }

    /// <summary>Beside its place first: a broken connection leaves no half file under the name of a whole one.</summary>
    private static async Task<string> SaveAsync(IAsyncStreamReader<ExportNightResponse> pieces, FileInfo? output, CancellationToken cancellationToken)
    {
        if (!await pieces.MoveNext(cancellationToken)) throw new IOException("The service sent no file.");
        var path = output?.FullName ?? Path.GetFullPath(Path.GetFileName(pieces.Current.FileName));
        var part = path + ".part";
        try
        {
            await using (var file = File.Create(part))
            {
                do await file.WriteAsync(pieces.Current.Chunk.Memory, cancellationToken);
                while (await pieces.MoveNext(cancellationToken));
            }
            File.Move(part, path, overwrite: true);
            return path;
        }
        finally
        {
            File.Delete(part);
        }
    }
}
