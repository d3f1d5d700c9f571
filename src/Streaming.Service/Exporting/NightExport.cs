using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Streaming.Core.Signals;
using Streaming.Service.Exporting.Report;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.Service.Serving;
using Streaming.V1;

namespace Streaming.Service.Exporting;

/// <summary>Writes a night into a file of a format, and hands it over in pieces. The file takes the store's disk while it lasts, and is gone afterwards
/// however that ends.</summary>
internal sealed class NightExport(
    Journal journal, PayloadReader payloads, NightLog log, CalibrationDesk calibrations, LabClock clock, TimeProvider time, string storeFolder)
{
    private const int ChunkBytes = 1 << 16;

    public async Task SendAsync(
        StoredStudy stored, ExportFormat format, Func<ExportNightResponse, Task> send, CancellationToken cancellationToken)
    {
        if (format is < ExportFormat.Edf or > ExportFormat.HypnogramSvg) throw RequestCheck.Invalid("format", $"{(int)format} is no format");
        var study = StudyReader.ReadKept(stored.Descriptor);
        await using var file = Temporary();
        await Task.Run(() => Write(file, stored, study, format, cancellationToken), cancellationToken);
        file.Position = 0;
        await send(new ExportNightResponse { FileName = FileName(stored, study, format) });
        var chunk = new byte[ChunkBytes];
        for (int read; (read = await file.ReadAsync(chunk, cancellationToken)) > 0;)
            await send(new ExportNightResponse { Chunk = ByteString.CopyFrom(chunk, 0, read) });
    }

    /// <summary>A report or a hypnogram as text.</summary>
    /// <exception cref="RpcException">FAILED_PRECONDITION: nothing is decided yet. UNAVAILABLE: the store cannot be read.</exception>
    public string Compose(StoredStudy stored, ExportFormat format)
    {
        var night = log.AnswerFrom(reader => ReportNight.Of(stored, StudyReader.ReadKept(stored.Descriptor), reader, calibrations, clock, time.GetUtcNow()));
        if (night.Standing.Count == 0) throw new RpcException(new Status(StatusCode.FailedPrecondition, "nothing of this night is decided"));
        return format == ExportFormat.ReportHtml ? ReportHtml.Write(night) : NightChart.Draw(night);
    }

    private void Write(FileStream file, StoredStudy stored, Study study, ExportFormat format, CancellationToken cancellationToken)
    {
        if (format is ExportFormat.ReportHtml or ExportFormat.HypnogramSvg)
        {
            using var text = new StreamWriter(file, new UTF8Encoding(false), leaveOpen: true);
            text.Write(Compose(stored, format));
            return;
        }
        Night night;
        using (var reader = log.Read()) night = NightWriter.Write(stored, reader, allRevisions: format is ExportFormat.Edf or ExportFormat.Json);
        if (format == ExportFormat.Edf && night.RawSamplesDeleted)
        {
            Recorded(night.Recording, file);
            return;
        }
        switch (format)
        {
            case ExportFormat.Edf:
                var seconds = RecordLength.Of(study)
                    ?? throw new RpcException(new Status(StatusCode.FailedPrecondition, "the channels' rates share no EDF record of at most 60 s and 16,777,216 samples"));
                EdfExport.Write(
                    file, study, seconds, Samples(stored, study, cancellationToken), NightAnnotations.Of(night, study.Start), clock, cancellationToken);
                break;
            case ExportFormat.Csv:
                using (var text = new StreamWriter(file, new UTF8Encoding(false), leaveOpen: true)) CsvExport.Write(text, night.Reports);
                break;
            case ExportFormat.Json:
                // JSON has no word for what is no date, nor for a part of a second that is none.
                if (StudyReader.StatedStart(stored.Descriptor) is not { } start) night.Study = new StudyDescriptor(stored.Descriptor) { Start = null };
                else if (stored.Descriptor.Start.Nanos is < 0 or > 999_999_999) night.Study = new StudyDescriptor(stored.Descriptor) { Start = start.ToTimestamp() };
                using (var text = new StreamWriter(file, new UTF8Encoding(false), leaveOpen: true))
                    new JsonFormatter(JsonFormatter.Settings.Default.WithIndentation()).Format(night, text);
                break;
            default:
                NsrrXmlExport.Write(file, night.Reports, Samples(stored, study, cancellationToken).EndSeconds);
                break;
        }
    }

    /// <summary>The messages are gone; what was recorded of them is not.</summary>
    private void Recorded(string name, FileStream file)
    {
        var path = Path.Combine(storeFolder, "recordings", name);
        if (name.Length == 0 || !File.Exists(path)) throw RequestCheck.NotFound("the night's samples and its recording are no longer held");
        using var recording = File.OpenRead(path);
        recording.CopyTo(file);
    }

    private StudySamples Samples(StoredStudy stored, Study study, CancellationToken cancellationToken) =>
        new(journal, payloads, stored, study, cancellationToken);

    // Without a name from the first moment, where the system can: a service that is killed leaves no night behind that nobody knows of.
    private FileStream Temporary()
    {
        var path = Path.Combine(storeFolder, $"export-{Guid.NewGuid():N}.tmp");
        var file = new FileStream(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }

    // By place and study, never by person.
    private static string FileName(StoredStudy stored, Study study, ExportFormat format) => $"{stored.Bed.Site}-{stored.Bed.Bed}-{stored.Id[..8]}." + format switch
    {
        ExportFormat.Edf => EdfExport.IsBdf(study) ? "bdf" : "edf",
        ExportFormat.Csv => "csv",
        ExportFormat.Json => "json",
        ExportFormat.ReportHtml => "html",
        ExportFormat.HypnogramSvg => "svg",
        _ => "xml",
    };
}
