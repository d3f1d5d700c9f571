using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Draws a night's stages: latency, cycles of N1 N2 N3 N2 R with N3 early and R late, awakenings.</summary>
internal sealed class SleepArchitecture(SeededRandom random, double age)
{
    // Mean N3 and R epochs of cycle 1, 2, … in a young adult; later cycles as the last.
    private static readonly double[] DeepEpochs = [80, 60, 32, 12, 5];
    private static readonly double[] RemEpochs = [9, 20, 30, 38, 40];

    private readonly List<Stage> _stages = [];

    /// <summary>Stages of a night from lights off, this many epochs.</summary>
    public Stage[] Draw(int epochs)
    {
        _stages.Clear();
        Run(Stage.W, 2 + random.Exponential(22));
        for (var cycle = 0; _stages.Count < epochs; cycle++) Cycle(cycle);
        return [.. _stages.Take(epochs)];
    }

    private void Cycle(int cycle)
    {
        var last = _stages[^1];
        if (last != Stage.R || random.Chance(0.5)) Run(Stage.N1, 1 + random.Exponential(last == Stage.W ? 5 : 2));
        Light(random.Between(8, 28) * (1 + 0.4 * Math.Min(cycle, 3)));
        Deep(DeepEpochs[Math.Min(cycle, 4)] * (1 - 0.7 * age) * random.LogNormal(0.45));
        Light(random.Between(5, 26));
        Rem(RemEpochs[Math.Min(cycle, 4)] * random.LogNormal(0.45));
        if (random.Chance(0.35 + 0.3 * age)) Run(Stage.W, 1 + random.Exponential(random.Chance(0.15 + 0.15 * age) ? 25 : 3));
    }

    private void Light(double epochs)
    {
        for (var left = (int)epochs; left > 0; left--)
        {
            _stages.Add(Stage.N2);
            if (!random.Chance(0.025 + 0.03 * age)) continue;
            if (random.Chance(0.4)) Run(Stage.W, 1 + random.Exponential(random.Chance(0.06 + 0.1 * age) ? 22 : 2));
            Run(Stage.N1, 1 + random.Exponential(2));
        }
    }

    private void Deep(double epochs)
    {
        if (epochs < 3)
        {
            Light(random.Between(10, 40));
            return;
        }
        for (var left = (int)epochs; left > 0;)
        {
            var run = Math.Min(left, 1 + (int)random.Exponential(14));
            Run(Stage.N3, run);
            left -= run;
            if (left <= 0) break;
            if (random.Chance(0.08)) Run(Stage.W, 1 + random.Exponential(1));
            Run(Stage.N2, 1 + random.Exponential(3));
        }
    }

    private void Rem(double epochs)
    {
        for (var left = (int)epochs; left > 0; left--)
        {
            _stages.Add(Stage.R);
            if (!random.Chance(0.03)) continue;
            if (random.Chance(0.35)) Run(Stage.W, 1 + random.Exponential(1.5));
            Run(random.Chance(0.6) ? Stage.N1 : Stage.N2, 1 + random.Exponential(2));
        }
    }

    private void Run(Stage stage, double epochs)
    {
        for (var left = Math.Max(1, (int)epochs); left > 0; left--) _stages.Add(stage);
    }
}
