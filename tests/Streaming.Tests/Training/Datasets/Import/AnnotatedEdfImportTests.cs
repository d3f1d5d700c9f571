using Streaming.Core.Signals;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Datasets.Import;

namespace Streaming.Tests.Training.Datasets.Import;

public sealed class AnnotatedEdfImportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("annotated").FullName;

    [Fact]
    public void Real_recording_keeps_its_grid_and_stages()
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        File.Copy(SharedData.FileOrSkip("dynamo", "dynamo.edf"), Path.Combine(data, "dynamo.edf"));
        var options = new ImportOptions { Maps = [DerivationMap.Parse("EEG=C4-M1")] };
        var cache = NightCache.Create(Path.Combine(_folder, "cache"));
        new Importer(Layouts.Of("edf", data), cache, options, TimeProvider.System, TextWriter.Null).Run(data, TestContext.Current.CancellationToken);
        var night = Assert.Single(NightCache.Open(cache.Folder).Nights);
        Assert.Equal(new Rational(1001, 100), night.Study.EpochOriginSeconds);
        Assert.Equal([2, 7, 95, 37, 26], Enumerable.Range(0, 5).Select(stage => night.Scorings[0].Stages.Count(given => (int?)given == stage)));
        Assert.Equal(("edf/dynamo", "dynamo"), (night.Subject, night.Name));
    }

    [Fact]
    public void Recording_of_an_unknown_reference_is_refused_with_what_to_state()
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        File.Copy(SharedData.FileOrSkip("dynamo", "dynamo.edf"), Path.Combine(data, "dynamo.edf"));
        var cache = NightCache.Create(Path.Combine(_folder, "cache"));
        var importer = new Importer(Layouts.Of("edf", data), cache, new ImportOptions(), TimeProvider.System, TextWriter.Null);
        var result = Assert.Single(importer.Run(data, TestContext.Current.CancellationToken));
        Assert.Contains("--map 'EEG=C4-M1'", result.Problem, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
