using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Cache;

namespace Streaming.Tests.Training.Datasets.Cache;

public sealed class NightCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("night-cache").FullName;
    private readonly SimulatedNight _night =
        new NightSimulator(new NightSimulatorOptions { Epochs = 3, Layout = SimulatedLayout.Shhs, RateHz = null }, 1).Simulate(Guid.Empty, default);

    [Fact]
    public void Night_comes_back_as_it_was()
    {
        Add(NightCache.Create(_folder), "a");
        var night = Assert.Single(NightCache.Open(_folder).Nights);
        Assert.Equal(("isruc", "isruc/s", "a"), (night.Dataset, night.Subject, night.Name));
        Assert.Equal(_night.Study.Channels, night.Study.Channels);
        Assert.Equal(new Rational(1, 3), night.Study.EpochOriginSeconds);
        Assert.Equal(_night.End.LastIndices, night.End.LastIndices);
        Assert.Equal([Stage.R, null, Stage.N3], night.Scorings[1].Stages);
        foreach (var (written, read) in _night.Blocks().Zip(night.Blocks()))
            foreach (var (run, back) in written.Channels.Zip(read.Channels))
                Assert.True(run.Channel == back.Channel && run.FirstIndex == back.FirstIndex && run.Values.Span.SequenceEqual(back.Values.Span));
        Assert.Equal(_night.Blocks().Count(), night.Blocks().Count());
    }

    [Fact]
    public void Every_damaged_byte_is_found()
    {
        var path = Add(NightCache.Create(_folder), "a").Path;
        Assert.Null(NightFile.Open(path).Damage(TestContext.Current.CancellationToken));
        var bytes = File.ReadAllBytes(path);
        var random = new SeededRandom(1);
        for (var i = 0; i < 60; i++)
        {
            var damaged = bytes.ToArray();
            damaged[i < 30 ? random.Below(bytes.Length) : bytes.Length - 1 - random.Below(1500)] ^= 0x10;
            File.WriteAllBytes(path, damaged);
            string? found;
            try
            {
                found = NightFile.Open(path).Damage(TestContext.Current.CancellationToken);
            }
            catch (DatasetException e)
            {
                found = e.Message;
                Assert.Contains(path, found, StringComparison.Ordinal);
            }
            Assert.NotNull(found);
        }
    }

    [Fact]
    public void Samples_that_were_damaged_are_not_given()
    {
        var path = Add(NightCache.Create(_folder), "a").Path;
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 3] ^= 1;
        File.WriteAllBytes(path, bytes);
        var night = Assert.Single(NightCache.Open(_folder).Nights);
        Assert.Contains($"{path}: the samples do not match", Assert.Throws<DatasetException>(() => night.Blocks().First()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_cut_short_is_no_night()
    {
        var path = Add(NightCache.Create(_folder), "a").Path;
        var bytes = File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 7, 60, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Contains(path, Assert.Throws<DatasetException>(() => NightFile.Open(path)).Message, StringComparison.Ordinal);
            Assert.Null(NightCache.Create(_folder).Find("isruc", "a"));
        }
    }

    [Fact]
    public void Full_disk_names_the_file_and_keeps_what_was_finished()
    {
        var cache = NightCache.Create(_folder);
        Add(cache, "a");
        var error = Assert.Throws<CacheWriteException>(() => cache.Add(Record("b"), writer =>
        {
            writer.Write(_night.Blocks().First());
            throw new IOException("No space left on device");
        }));
        Assert.Contains(Path.Combine(_folder, "isruc", "b.night"), error.Message, StringComparison.Ordinal);
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.Equal("a", Assert.Single(NightCache.Open(_folder).Nights).Name);
        Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories), path => path.Contains("isruc", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_killed_write_left_is_removed()
    {
        NightCache.Create(_folder);
        var left = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "isruc")).FullName, "b.night.part");
        File.WriteAllText(left, "half");
        NightCache.Create(_folder);
        Assert.False(File.Exists(left));
    }

    [Fact]
    public void Folder_of_other_things_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "thesis.txt"), "");
        Assert.Throws<DatasetException>(() => NightCache.Create(_folder));
        Assert.Throws<DatasetException>(() => NightCache.Open(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private NightFile Add(NightCache cache, string name) => cache.Add(Record(name), writer =>
    {
        foreach (var block in _night.Blocks()) writer.Write(block);
    });

    private NightRecord Record(string name) => new()
    {
        Dataset = "isruc",
        Subject = "isruc/s",
        Name = name,
        Fingerprint = "f",
        Study = _night.Study,
        LastIndices = _night.End.LastIndices,
        Grids = [new NightGrid(new Rational(1, 3),
            [new NightScoring("expert 1", [Stage.W, Stage.N1, Stage.N2]), new NightScoring("expert 2", [Stage.R, null, Stage.N3])])],
    };
}
