namespace Streaming.Core.Simulation;

/// <summary>A waveform at a time, with its strength at each source.</summary>
/// <param name="FrequencyHz">Of the oscillation, where it is one; of a rapid eye movement: one by its rise time.</param>
/// <param name="Frontal">Gains by source; the amplitude is before them.</param>
internal readonly record struct PlannedWave(
    SimulatedEventKind Kind, double OnsetSeconds, double DurationSeconds, double AmplitudeMicrovolts, double FrequencyHz,
    float Frontal, float Central, float Occipital, float Eye, float Lid)
{
    /// <summary>Value at a time after the onset, µV; negative is surface negative.</summary>
    public double At(double seconds)
    {
        var phase = seconds / DurationSeconds;
        if (phase is < 0 or >= 1) return 0;
        return AmplitudeMicrovolts * Kind switch
        {
            SimulatedEventKind.SlowWave => -Math.Sin(2 * Math.PI * Math.Pow(phase, 0.85)) * Math.Sqrt(Math.Sin(Math.PI * phase)),
            SimulatedEventKind.KComplex => -Bump(phase, 0.27, 0.1) + 0.6 * Bump(phase, 0.62, 0.16),
            SimulatedEventKind.Spindle => Math.Sin(2 * Math.PI * (FrequencyHz - 0.35 * seconds) * seconds) * Hann(phase),
            SimulatedEventKind.VertexWave => -Bump(phase, 0.4, 0.13) + 0.35 * Bump(phase, 0.75, 0.12),
            SimulatedEventKind.SawtoothWaves => Triangle(seconds * FrequencyHz) * Math.Sqrt(Hann(phase)),
            SimulatedEventKind.ThetaBurst => Math.Sin(2 * Math.PI * FrequencyHz * seconds) * Hann(phase),
            SimulatedEventKind.RapidEyeMovement => Rise(seconds * FrequencyHz) * Math.Exp(-3.2 * phase) * (1 - phase),
            SimulatedEventKind.SlowEyeMovement => Math.Sin(2 * Math.PI * phase) * Hann(phase),
            SimulatedEventKind.Blink => Bump(phase, 0.38, 0.15) - 0.15 * Bump(phase, 0.75, 0.12),
            _ => 0,
        };
    }

    private static double Bump(double x, double centre, double width) => Math.Exp(-0.5 * (x - centre) * (x - centre) / (width * width));

    private static double Hann(double phase) => 0.5 - 0.5 * Math.Cos(2 * Math.PI * phase);

    private static double Rise(double x) => x >= 1 ? 1 : x * x * (3 - 2 * x);

    // Slow rise, fast fall: the teeth of a saw.
    private static double Triangle(double cycles)
    {
        var x = cycles - Math.Floor(cycles);
        return x < 0.75 ? -1 + 2 * x / 0.75 : 1 - 2 * (x - 0.75) / 0.25;
    }
}
