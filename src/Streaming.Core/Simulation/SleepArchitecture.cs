using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Draws a night's stages from what follows what in real hypnograms: by stage, how long it has lasted, time since REM and time
/// asleep.</summary>
internal sealed class SleepArchitecture
{
    private const int Classes = 5;
    private const int LongestWake = 90; // epochs; the counted nights hold people who got up

    private readonly SeededRandom _random;
    private readonly double[] _enter = [1, 1, 1, 1, 1];
    private readonly double[] _stay = [1, 1, 1, 1, 1];

    /// <param name="age">0 young .. 1 old: less N3, more wake. The counted sleepers were of 25 to 101 years.</param>
    public SleepArchitecture(SeededRandom random, double age)
    {
        _random = random;
        var deep = 1.6 * (0.45 - age) + 0.6 * random.Normal();
        var wake = 0.9 * (age - 0.55) + 0.45 * random.Normal();
        (_enter[(int)Stage.N3], _stay[(int)Stage.N3]) = (Math.Exp(deep), Math.Exp(0.45 * deep));
        (_enter[(int)Stage.W], _stay[(int)Stage.W]) = (Math.Exp(wake), Math.Exp(0.3 * wake - 0.25));
        _stay[(int)Stage.N1] = random.LogNormal(0.35);
        _stay[(int)Stage.R] = random.LogNormal(0.25);
        _enter[(int)Stage.R] = random.LogNormal(0.25);
    }

    /// <summary>Stages of a night from lights off, this many epochs.</summary>
    public Stage[] Draw(int epochs)
    {
        var stages = new Stage[epochs];
        var context = new SleepContext();
        var latency = Math.Min(epochs, 2 + (int)_random.Exponential(22));
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            stages[epoch] = epoch < latency ? Stage.W : epoch == latency ? Stage.N1 : Next(stages[epoch - 1], context);
            if (epoch >= latency - 5) context.Add(stages[epoch]);
        }
        return stages;
    }

    private Stage Next(Stage stage, SleepContext context)
    {
        if (stage == Stage.W && context.Run >= LongestWake) return Stage.N1;
        Span<double> odds = stackalloc double[Classes];
        var sum = 0.0;
        for (var next = 0; next < Classes; next++)
            sum += odds[next] = SleepEdfTransitions.PerMille[context.Number * Classes + next] * (next == (int)stage ? _stay[next] : _enter[next]);
        var draw = _random.NextDouble() * sum;
        for (var next = 0; next < Classes; next++)
            if ((draw -= odds[next]) < 0) return (Stage)next;
        return stage;
    }
}
