using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>What the next stage depends on: the stage, how long it has lasted, how long ago REM sleep was, how long the sleeper has slept.</summary>
internal sealed class SleepContext
{
    private static readonly int[] RunEnds = [1, 3, 9, 29];
    private static readonly int[] RemEnds = [5, 20, 80, 140];
    private static readonly int[] NightEnds = [180, 360, 600];

    // Until the first REM sleep, sleep onset counts as its end.
    private int _sinceRem = 21;
    private int _slept;
    private Stage _stage = Stage.Unscorable;

    /// <summary>How many situations are told apart.</summary>
    public static int Contexts => 5 * Runs * Rems * Nights;

    /// <summary>0 .. <see cref="Contexts"/> - 1.</summary>
    public int Number => (((int)_stage * Runs + Bin(Run, RunEnds)) * Rems + Bin(_sinceRem, RemEnds)) * Nights + Bin(_slept, NightEnds);

    /// <summary>Epochs the present stage has lasted.</summary>
    public int Run { get; private set; }

    private static int Runs => RunEnds.Length + 1;

    private static int Rems => RemEnds.Length + 1;

    private static int Nights => NightEnds.Length + 1;

    /// <summary>The same stage for the same time: what a rare situation is completed from.</summary>
    public static bool IsAlike(int context, int other) => context / (Rems * Nights) == other / (Rems * Nights);

    public void Add(Stage stage)
    {
        Run = stage == _stage ? Run + 1 : 1;
        _stage = stage;
        if (_slept > 0 || stage != Stage.W) _slept++;
        if (stage == Stage.R) _sinceRem = 0;
        else if (_slept > 0) _sinceRem++;
    }

    private static int Bin(int value, int[] ends)
    {
        var bin = 0;
        while (bin < ends.Length && value > ends[bin]) bin++;
        return bin;
    }
}
