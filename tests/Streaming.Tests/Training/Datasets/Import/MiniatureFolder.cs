using Streaming.Training.Datasets.Cache;
using Streaming.Training.Datasets.Import;
using Streaming.Training.Datasets.Miniature;

namespace Streaming.Tests.Training.Datasets.Import;

/// <summary>A data set in miniature and a cache beside it.</summary>
internal sealed class MiniatureFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("miniature").FullName;

    public MiniatureFolder(string layout, int subjects, int epochs = 12)
    {
        Layout = layout;
        var source = new NightSource(7, epochs);
        Written = [.. Enumerable.Range(0, subjects).SelectMany(subject => Miniatures.Of(layout).Write(Data, subject, source))];
    }

    public string Layout { get; }

    public string Data => Path.Combine(_folder, "data");

    public string CacheFolder => Path.Combine(_folder, "cache");

    public IReadOnlyList<WrittenNight> Written { get; }

    public StringWriter Log { get; } = new();

    public IReadOnlyList<ImportResult> Import(ImportOptions? options = null, CancellationToken? cancellationToken = null) =>
        new Importer(Layouts.Of(Layout, Data), NightCache.Create(CacheFolder), options ?? new ImportOptions(), TimeProvider.System, Log)
            .Run(Data, cancellationToken ?? TestContext.Current.CancellationToken);

    public string FileNamed(string name) => Directory.GetFiles(Data, name, SearchOption.AllDirectories).Single();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
