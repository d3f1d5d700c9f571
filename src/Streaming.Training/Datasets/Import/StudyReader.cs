using System.Security.Cryptography;
using System.Text;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Training.Datasets.Cache;

namespace Streaming.Training.Datasets.Import;

/// <summary>Opens what a layout found: recording and stages, grid, channels, the part to keep.</summary>
internal sealed class StudyReader(IDatasetLayout layout, ImportOptions options)
{
    /// <exception cref="DatasetException">The study cannot be imported; the message names the file and the reason.</exception>
    public OpenStudy Open(FoundStudy found)
    {
        if (found.Problem is { } problem) throw new DatasetException($"{found.Recording}: {problem}");
        var stream = OpenFile(found.Recording);
        try
        {
            return Open(found, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private OpenStudy Open(FoundStudy found, FileStream stream)
    {
        var file = Edf(found.Recording, stream);
        if (layout.OwnStagesFirst && found.Files.Skip(1).FirstOrDefault() is { } named) found = found with { PassedOver = HypnogramNames.PassedOver(file, named) };
        using var beside = found.Annotated is null ? null : OpenFile(found.Annotated);
        var hypnogram = beside is null ? null : Edf(found.Annotated!, beside);
        var study = EdfStudy.From(file, Id(found), [.. options.Maps, .. DerivationMap.Fitting(file.Channels, Unsaid())], hypnogram);
        var scorers = layout.Scores(found, study, hypnogram ?? file);
        if (scorers.Count == 0 || scorers[0].Runs.All(run => run.Stage is null))
            throw new DatasetException(StagesMissing(found, hypnogram ?? file));
        if (study.DurationSeconds < 30) throw new DatasetException($"{found.Recording}: holds less than one epoch");
        if (options.Strict && HeldShare(file) is { } held)
            throw new DatasetException(FormattableString.Invariant(
                $"{found.Recording}: cut short: it holds {ImportSummary.Percent(held)} % of the length its header states"));
        var montage = Montage.Resolve(study.Study);
        if (montage.Rows.Take(3).All(row => row is null))
            throw new DatasetException($"{found.Recording}: no EEG derivation can be formed. {string.Join(' ', montage.Remarks)}");
        return Assemble(found, file, study, scorers, montage, stream);
    }

    private OpenStudy Assemble(
        FoundStudy found, EdfFile file, EdfStudy study, IReadOnlyList<ScorerRuns> scorers, Montage montage, FileStream stream)
    {
        var report = new StudyReport(found, file, study, montage, scorers);
        var grids = StudyGrids.Of(study, scorers, report);
        var crop = Crop(file, grids, report);
        Channel[] kept = [.. study.Study.Channels.Where(Keeps)];
        report.Channels(study.Study.Channels, kept);
        report.Stages(grids = [.. grids.Select(grid => StudyGrids.Moved(grid, crop))]);
        var described = study.Study with
        {
            Start = study.Study.Start.AddSeconds((double)crop.FromSeconds),
            EpochOriginSeconds = grids[0].OriginSeconds,
            Channels = [.. kept.Select((channel, place) => channel with { Number = place })],
            Pseudonym = $"{layout.Name}/{found.Subject}",
        };
        var record = new NightRecord
        {
            Dataset = layout.Name,
            Subject = $"{layout.Name}/{found.Subject}",
            Simulated = study.IsSimulated,
            Name = found.Name,
            Fingerprint = Fingerprint.Of(found, options),
            Study = described,
            LastIndices = [.. kept.Select(channel =>
                crop.End(channel.RateHz, study.End.LastIndices[channel.Number] + 1) - crop.First(channel.RateHz) - 1)],
            Grids = grids,
            Remarks = report.Remarks,
            HeldShare = HeldShare(file),
            Doubts = [.. scorers.SelectMany(scorer => scorer.Doubts)],
        };
        return new OpenStudy(found, study, kept, crop, stream) { Record = record, Report = report.Lines };
    }

    private static string StagesMissing(FoundStudy found, EdfFile annotated) => found.Scores.FirstOrDefault() is { } scores
        ? $"{scores}: holds no stage"
        : $"{found.Annotated ?? found.Recording}: holds no stage: {UnreadTexts.Instead(annotated)}";

    private static double? HeldShare(EdfFile file) =>
        file.Header.StatedRecords > file.RecordCount ? (double)file.RecordCount / file.Header.StatedRecords : null;

    private TimeCrop Crop(EdfFile file, IReadOnlyList<NightGrid> grids, StudyReport report)
    {
        if (options.WakeMinutes is not { } minutes || grids.Count > 1) return TimeCrop.Nothing;
        var stages = grids[0].Scorings[0].Stages;
        var (first, after) = WakeTrim.Of(stages, minutes);
        if (first == 0 && after == stages.Count) return TimeCrop.Nothing;
        report.Trimmed(first, stages.Count - after, minutes);
        return TimeCrop.Of(grids[0].OriginSeconds, first, after, file.Header.RecordSeconds);
    }

    private bool Keeps(Channel channel) => options.AllChannels || channel.StatedDerivation.Length > 0
        || channel.Kind is ChannelKind.Eeg or ChannelKind.Eog or ChannelKind.Emg or ChannelKind.EmgEnvelope;

    // What the layout knows of a channel counts only where the person said nothing of it.
    private IEnumerable<DerivationMap> Unsaid() =>
        layout.Maps.Where(map => !options.Maps.Any(said => said.Source.Equals(map.Source, StringComparison.OrdinalIgnoreCase)));

    private Guid Id(FoundStudy found) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{layout.Name}/{found.Name}")).AsSpan(0, 16));

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: {e.Message}", e);
        }
    }

    private static EdfFile Edf(string path, FileStream stream)
    {
        try
        {
            return EdfReader.Open(stream);
        }
        catch (Exception e) when (e is IOException or EdfFormatException)
        {
            throw new DatasetException($"{path}: {e.Message}", e);
        }
    }
}
