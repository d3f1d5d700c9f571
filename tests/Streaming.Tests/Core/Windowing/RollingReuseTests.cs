using System.Runtime.InteropServices;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Windowing;

/// <summary>Rolling windows compute no second of a row twice, and the epoch that closes takes over what they made of it: the bits are those of computing
/// it all at once. <see cref="EpochBitsTests"/> holds both to the bits of the release before.</summary>
public sealed class RollingReuseTests
{
    private const int Cases = 25;

    [Fact]
    public void A_window_drawn_from_what_was_known_has_the_bits_of_the_epochs()
    {
        var compared = 0;
        for (var seed = 0; seed < Cases; seed++)
        {
            var recording = Recording.Random(seed);
            var (expected, _) = Watched(recording, seed, _ => true, look: false, inOrder: true);
            var (actual, windows) = Watched(recording, seed, _ => true, inOrder: true);
            Feeding.AssertSame(expected, actual);
            Assert.Equal(expected.Select(epoch => epoch.StateAfter), actual.Select(epoch => epoch.StateAfter));
            foreach (var window in windows) compared += AssertPartOf(expected, window, recording.Study.EpochOriginSeconds);
        }
        Assert.InRange(compared, 10 * Cases, int.MaxValue); // rows: the comparison compared something
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3)]
    public void Holes_and_late_blocks_change_nothing_by_being_looked_at(int oneIn)
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var recording = Recording.Random(seed);
            var random = new Random(seed);
            var kept = new Dictionary<int, int>();
            bool Keep(int block) => kept.TryAdd(block, random.Next(oneIn)) && kept[block] > 0;
            var (actual, _) = Watched(recording, seed, Keep);
            var (plain, _) = Watched(recording, seed, block => kept[block] > 0, look: false);
            Feeding.AssertSame(plain, actual);
            Assert.Equal(plain.Select(epoch => epoch.StateAfter), actual.Select(epoch => epoch.StateAfter));
        }
    }

    /// <summary>Feeds blocks of random length, some in the wrong order, and looks at rolling windows now and then.</summary>
    private static (List<Epoch> Epochs, List<Epoch> Windows) Watched(
        Recording recording, int seed, Func<int, bool> keep, bool look = true, bool inOrder = false)
    {
        var random = new Random(seed + 1);
        var session = recording.Session(new BedSessionOptions { HopSeconds = 1 + seed % 5 });
        var (end, ends) = (0.0, new List<double>());
        double Length()
        {
            ends.Add(end += 0.05 + 3 * random.NextDouble());
            return end - (ends.Count > 1 ? ends[^2] : 0);
        }
        var blocks = recording.Blocks(Length).Where((_, number) => keep(number)).ToList();
        for (var n = 1; n < blocks.Count; n++)
        {
            if (random.Next(8) == 0 && !inOrder) (blocks[n - 1], blocks[n]) = (blocks[n], blocks[n - 1]);
        }
        var (epochs, windows) = (new List<Epoch>(), new List<Epoch>());
        for (var n = 0; n < blocks.Count; n++)
        {
            epochs.AddRange(session.Accept(blocks[n], 0, 1));
            if (random.Next(3) == 0 || !look || session.RollingWindow() is not { } window) continue;
            // A slow channel may reach further than the others have come.
            if (inOrder && (double)window.StartSeconds + Epoch.Seconds <= ends[n]) windows.Add(window);
        }
        epochs.AddRange(session.End(recording.End, 1));
        return (epochs, windows);
    }

    private static int AssertPartOf(List<Epoch> epochs, Epoch window, Rational origin)
    {
        var start = (int)Math.Round((double)(window.StartSeconds - origin) * Epoch.RateHz);
        if (start + Epoch.Samples > epochs.Count * Epoch.Samples) return 0;
        var rows = 0;
        for (var row = 0; row < window.Rows.Count; row++)
        {
            if (window.Rows[row] is not { } samples) continue;
            var whole = epochs.SelectMany(epoch => epoch.Rows[row] ?? new float[Epoch.Samples]).Skip(start).Take(Epoch.Samples).ToArray();
            Assert.True(MemoryMarshal.AsBytes(samples.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(whole.AsSpan())), $"Row {row} at {window.StartSeconds} s differs.");
            rows++;
        }
        return rows;
    }
}
