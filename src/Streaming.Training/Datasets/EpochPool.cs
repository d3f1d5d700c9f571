using System.Collections.Concurrent;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;

namespace Streaming.Training.Datasets;

/// <summary>A sliding window over nights: epochs in memory, read by several threads, each night once.</summary>
/// <param name="nights">Taken round and round.</param>
/// <param name="width">Nights in a window.</param>
/// <param name="most">Epochs kept of each.</param>
/// <param name="teachers">Asked once about every epoch kept; null: nobody is.</param>
/// <param name="read">Told of each night that was read for a window. Any thread.</param>
internal sealed class EpochPool(NightSequence nights, ulong seed, int width, int most, SignalSpec signal, Teachers? teachers = null, Action? read = null)
{
    private const ulong SampleStream = 1UL << 41;

    private readonly ConcurrentDictionary<int, Lazy<LabelledEpoch[]>> _nights = new();
    private readonly ConcurrentDictionary<int, Lazy<EpochWindow>> _windows = new();

    /// <summary>The window of the nights first … first + width − 1. Reads a night ahead of it, if <paramref name="ahead"/> allows, so that the
    /// threads that ask together read different nights.</summary>
    /// <param name="first">Number of the window's first night.</param>
    /// <param name="ahead">How many nights beyond the window may be read already.</param>
    /// <exception cref="DatasetException">A night cannot be read, or none in the window has an epoch to train on.</exception>
    public EpochWindow Window(int first, int ahead, CancellationToken cancellationToken)
    {
        for (var number = first; number < first + width + ahead; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fresh = Unread(number);
            if (!_nights.TryAdd(number, fresh)) continue;
            _ = fresh.Value;
            if (number >= first + width) break;
            read?.Invoke();
        }
        return _windows.GetOrAdd(first, _ => new Lazy<EpochWindow>(() => Made(first))).Value;
    }

    /// <summary>Lets go of what only windows before this one need.</summary>
    public void Forget(int first)
    {
        foreach (var number in _nights.Keys.Where(number => number < first)) _nights.TryRemove(number, out _);
        foreach (var number in _windows.Keys.Where(number => number < first)) _windows.TryRemove(number, out _);
    }

    private EpochWindow Made(int first)
    {
        var window = new EpochWindow(Enumerable.Range(first, width).SelectMany(number => _nights[number].Value));
        return window.IsEmpty ? throw new DatasetException(Nothing(first)) : window;
    }

    // Nights come round and round: each is named once.
    private string Nothing(int first)
    {
        const int Most = 3;
        string[] names = [.. Enumerable.Range(first, Math.Min(width, nights.Count)).Select(number => nights[number]).Select(night => $"{night.Source} {night.Name}")];
        var rest = names.Length > Most ? FormattableString.Invariant($" and {names.Length - Most} more") : "";
        return $"{string.Join(", ", names.Take(Most))}{rest}: no epoch can be trained on: each lacks a stage or a channel to draw, or lost too much signal. "
            + (names.Length < nights.Count ? "Leave out nights without any, or take more at once with --pool." : "Import nights that have some.");
    }

    private Lazy<LabelledEpoch[]> Unread(int number) =>
        new(() => Prepared(NightEpochs.Sample(nights[number], signal, most, new SeededRandom(seed, SampleStream + (ulong)number))));

    private LabelledEpoch[] Prepared(LabelledEpoch[] epochs)
    {
        if (epochs.Length == 0) return epochs;
        var slow = SlowRecorder.Of([.. epochs.Select(labelled => labelled.Epoch)]);
        return [.. epochs.Select(labelled => labelled with { Slow = slow, Taught = teachers?.Answer(labelled.Epoch) })];
    }
}
