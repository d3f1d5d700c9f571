using Streaming.Core.Staging;
using Streaming.Training.Datasets.Cache;
using static System.FormattableString;

namespace Streaming.Training.Datasets.Import;

/// <summary>Imports a data set's studies one by one, saying of each what it found. What is in the cache already is not read again.</summary>
internal sealed class Importer(IDatasetLayout layout, NightCache cache, ImportOptions options, TimeProvider time, TextWriter log)
{
    private long _bytesDone;

    /// <param name="folder">The data set.</param>
    /// <exception cref="DatasetException">Nothing was found; or, if strict, the first study that cannot be imported.</exception>
    /// <exception cref="CacheWriteException">The cache takes no more; nights finished before are kept.</exception>
    public IReadOnlyList<ImportResult> Run(string folder, CancellationToken cancellationToken)
    {
        var remarks = new List<string>();
        var studies = Distinct(layout.Find(Files(folder), remarks));
        foreach (var remark in remarks) log.WriteLine($"note: {remark}");
        if (studies.Count == 0) throw new DatasetException($"{folder}: no study of layout {layout.Name} found; expected {layout.Expects}");
        var bytes = studies.Select(study => new FileInfo(study.Recording).Length).ToArray();
        var subjects = studies.Select(study => study.Subject).Distinct().Count();
        log.WriteLine(Invariant($"{studies.Count} recordings of {subjects} subjects, {bytes.Sum() / 1e6:0.0} MB"));
        var results = new List<ImportResult>();
        var started = time.GetTimestamp();
        for (var i = 0; i < studies.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add(Import(studies[i], $"[{i + 1}/{studies.Count}] {studies[i].Name} (subject {studies[i].Subject})", cancellationToken));
            if (results[^1].Outcome == ImportOutcome.Imported) _bytesDone += bytes[i];
            TellTimeLeft(started, bytes.AsSpan(i + 1));
            if (options.Strict && results[^1].Problem is { } problem) throw new DatasetException(problem);
        }
        return results;
    }

    private ImportResult Import(FoundStudy found, string title, CancellationToken cancellationToken)
    {
        try
        {
            if (!options.Again && found.Problem is null && cache.Find(layout.Name, found.Name) is { } there)
            {
                if (there.Record.Fingerprint == Fingerprint.Of(found, options))
                {
                    log.WriteLine($"{title}: already in the cache");
                    return Result(found, ImportOutcome.AlreadyThere, there);
                }
                log.WriteLine($"{title}: files or options have changed since it was imported");
            }
            using var study = new StudyReader(layout, options).Open(found);
            log.WriteLine(title);
            foreach (var line in study.Report) log.WriteLine($"    {line}");
            return Result(found, ImportOutcome.Imported, Write(study, cancellationToken));
        }
        catch (Exception e) when (e is DatasetException or IOException or UnauthorizedAccessException)
        {
            log.WriteLine($"{title}: NOT IMPORTED: {e.Message}");
            return new ImportResult(found, ImportOutcome.Broken, [], e.Message);
        }
    }

    private static ImportResult Result(FoundStudy found, ImportOutcome outcome, NightFile night) =>
        new(found, outcome, Stages(night)) { HeldShare = night.Record.HeldShare, Doubts = night.Record.Doubts };

    private NightFile Write(OpenStudy study, CancellationToken cancellationToken) => cache.Add(study.Record, writer =>
    {
        foreach (var block in study.Blocks())
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.Write(block);
        }
    });

    private void TellTimeLeft(long started, ReadOnlySpan<long> remaining)
    {
        var left = 0L;
        foreach (var bytes in remaining) left += bytes;
        if (left == 0 || _bytesDone == 0) return;
        var seconds = time.GetElapsedTime(started).TotalSeconds * left / _bytesDone;
        log.WriteLine(Invariant($"    {remaining.Length} to go, about {TimeSpan.FromSeconds(Math.Ceiling(seconds)):h\\:mm\\:ss}"));
    }

    // The same name twice would be one file in the cache.
    private static IReadOnlyList<FoundStudy> Distinct(IReadOnlyList<FoundStudy> studies)
    {
        var places = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        return [.. studies.Select(study => places.TryAdd(study.Name, study.Recording)
            ? study
            : study with { Problem = $"the same study as {places[study.Name]}" })];
    }

    // Between widened pages nothing is scored; that is no loss worth a count.
    private static Stage?[] Stages(NightFile file) => file.Record.Grids.Count == 1
        ? [.. file.Record.Grids[0].Scorings[0].Stages]
        : [.. file.Record.Grids.SelectMany(grid => grid.Scorings[0].Stages).Where(stage => stage is not null)];

    private static string[] Files(string folder)
    {
        if (!Directory.Exists(folder)) throw new DatasetException($"{folder}: there is no such folder");
        return [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Order(StringComparer.Ordinal)];
    }
}
