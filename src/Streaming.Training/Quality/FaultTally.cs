using Streaming.Core.Quality;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;

namespace Streaming.Training.Quality;

/// <summary>Counts, for one kind of fault, what was found of what was put in, and what was found where nothing was.</summary>
internal sealed class FaultTally
{
    private static readonly SignalFault[][] s_alike =
    [
        // Which of them an electrode that is off shows, is its amplifier's choice.
        [SignalFault.Flat, SignalFault.Disconnected],
        // A thousand times too much is at the limit, and a thousandth moves by a step or two.
        [SignalFault.ImplausibleAmplitude, SignalFault.Clipped, SignalFault.Flat],
    ];

    public int Epochs { get; private set; }

    public int FoundEpochs { get; private set; }

    public int Spells { get; private set; }

    public int FoundSpells { get; private set; }

    public int CleanEpochs { get; private set; }

    public int FalseEpochs { get; private set; }

    /// <summary>One spell, over the epochs that it fills by half or more.</summary>
    public void AddSpell(InjectedFault spell, IReadOnlyList<Epoch> epochs)
    {
        var found = 0;
        var whole = 0;
        foreach (var epoch in epochs)
        {
            var start = (double)epoch.StartSeconds;
            if (Math.Min(spell.ToSecond, start + Epoch.Seconds) - Math.Max(spell.FromSecond, start) < Epoch.Seconds / 2.0) continue;
            whole++;
            if (epoch.ChannelQualities[spell.Channel].Faults.Any(fault => IsAlike(spell.Fault, fault.Fault))) found++;
        }
        (Epochs, FoundEpochs) = (Epochs + whole, FoundEpochs + found);
        (Spells, FoundSpells) = (Spells + 1, FoundSpells + (found > 0 ? 1 : 0));
    }

    /// <summary>One channel of one epoch in which nothing was put.</summary>
    public void AddClean(bool isFound)
    {
        CleanEpochs++;
        if (isFound) FalseEpochs++;
    }

    private static bool IsAlike(SignalFault wanted, SignalFault found) =>
        wanted == found || s_alike.Any(alike => alike[0] == wanted && alike.Contains(found)) || (wanted == SignalFault.Disconnected && found == SignalFault.Flat);
}
