using System.Text.Json;

namespace Streaming.Training.Datasets.Cache;

/// <summary>A folder of imported nights, one file each, in a folder of their data set. Files appear whole or not at all.</summary>
internal sealed class NightCache
{
    private const string MarkName = "cache.json";
    private const string PartExtension = ".part";

    private NightCache(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>In order of data set and name.</summary>
    public IReadOnlyList<NightFile> Files { get; private set; } = [];

    /// <summary>A night for each file, three where pages of 20 s were widened.</summary>
    public IReadOnlyList<StagedNight> Nights => [.. Files.SelectMany(file => file.Nights)];

    /// <summary>Opens a cache for reading.</summary>
    /// <exception cref="DatasetException">The folder is no cache, holds no night, or a night's record is damaged.</exception>
    public static NightCache Open(string folder)
    {
        if (!File.Exists(Path.Combine(folder, MarkName)))
            throw new DatasetException($"{folder} is no night cache ({MarkName} is missing); make one with: import --layout L DIR --output {folder}");
        var cache = new NightCache(folder) { Files = [.. Paths(folder).Select(NightFile.Open)] };
        return cache.Files.Count > 0 ? cache : throw new DatasetException($"{folder} holds no night; import some first");
    }

    /// <summary>The nights of several caches together.</summary>
    /// <exception cref="DatasetException">As <see cref="Open"/>; or the same night is in two of them.</exception>
    public static IReadOnlyList<StagedNight> OpenAll(IEnumerable<string> folders)
    {
        StagedNight[] nights = [.. folders.SelectMany(folder => Open(folder).Nights)];
        var twice = nights.CountBy(night => (night.Dataset, night.Name)).FirstOrDefault(entry => entry.Value > 1);
        return twice.Value == 0 ? nights : throw new DatasetException($"{twice.Key.Dataset}/{twice.Key.Name} is in more than one of the caches");
    }

    /// <summary>Opens a cache for writing; makes the folder. What a write that did not end left behind is removed.</summary>
    /// <exception cref="DatasetException">The folder holds other things, or cannot be written.</exception>
    public static NightCache Create(string folder)
    {
        try
        {
            var mark = Path.Combine(folder, MarkName);
            Directory.CreateDirectory(folder);
            if (!File.Exists(mark) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new DatasetException($"{folder} is neither empty nor a night cache; choose another folder");
            var about = new { format = NightRecord.CurrentFormat, about = "imported nights; docs/datasets.md" };
            File.WriteAllText(mark, JsonSerializer.Serialize(about));
            foreach (var left in Directory.EnumerateFiles(folder, "*" + PartExtension, SearchOption.AllDirectories)) File.Delete(left);
            return new NightCache(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{folder}: {e.Message}", e);
        }
    }

    /// <summary>The night of this name, or null where it is not there or damaged.</summary>
    public NightFile? Find(string dataset, string name)
    {
        var path = PathOf(dataset, name);
        try
        {
            return File.Exists(path) ? NightFile.Open(path) : null;
        }
        catch (DatasetException)
        {
            return null;
        }
    }

    /// <summary>Who slept in the nights of a data set, as its layout names them; a damaged night tells nothing.</summary>
    public IEnumerable<string> Subjects(string dataset) => Directory.Exists(Path.Combine(Folder, dataset))
        ? [.. Paths(Path.Combine(Folder, dataset)).Select(path => Find(dataset, Path.GetFileNameWithoutExtension(path))?.Record.Subject[(dataset.Length + 1)..]).OfType<string>().Distinct(StringComparer.Ordinal)]
        : [];

    /// <summary>Writes a night beside its place and moves it there when it is whole and on the disk.</summary>
    /// <param name="record">Of the night.</param>
    /// <param name="write">Writes the samples.</param>
    /// <exception cref="DatasetException">It cannot be written (a full disk); nights written before are kept.</exception>
    public NightFile Add(NightRecord record, Action<NightWriter> write)
    {
        var path = PathOf(record.Dataset, record.Name);
        var part = path + PartExtension;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 18))
            using (var writer = new NightWriter(stream))
            {
                write(writer);
                writer.Complete(record);
                stream.Flush(flushToDisk: true);
            }
            File.Move(part, path, overwrite: true);
            return NightFile.Open(path);
        }
        catch (Exception e)
        {
            if (File.Exists(part)) File.Delete(part);
            if (e is not (IOException or UnauthorizedAccessException)) throw;
            throw new CacheWriteException(
                $"{part} cannot be written: {e.Message} Nights finished before are kept; run the same command to go on.", e);
        }
    }

    private static IEnumerable<string> Paths(string folder) =>
        Directory.EnumerateFiles(folder, "*" + NightFile.Extension, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private string PathOf(string dataset, string name) => Path.Combine(Folder, dataset, name + NightFile.Extension);
}
