namespace Streaming.Core.Simulation;

/// <summary>What stays the same in one sleeper through the night.</summary>
internal sealed class SubjectTraits
{
    public SubjectTraits(SeededRandom random)
    {
        Age = random.NextDouble();
        UnitMicrovolts = 27 * random.LogNormal(0.25);
        AlphaHz = random.Between(8.3, 11.6);
        HasAlpha = random.Chance(0.85);
        SpindleHz = random.Between(12.2, 14.6);
        SpindlesPerMinute = random.Chance(0.08) ? random.Between(0, 0.8) : random.Between(1.5, 6);
        SpindleShare = random.Between(0.05, 0.14);
        DeepSpindleShare = random.Between(0, 0.6);
        SlowWaveShare = random.Between(0.7, 0.9);
        SlowWavesPerSecond = random.Between(0.4, 0.65);
        KComplexesPerMinute = random.Between(0.8, 4.5);
        EyeMicrovolts = 90 * random.LogNormal(0.35);
        BlinkMicrovolts = 110 * random.LogNormal(0.35);
        ChinMicrovolts = 5 * random.LogNormal(0.5);
        ChinSpread = random.Between(0.3, 1.4);
        CentralBlend = random.Between(0.3, 0.8);
        HeartPeriodSeconds = random.Between(0.75, 1.15);
        SharedShare = random.Between(0.45, 0.8);
        VertexWavesPerMinute = random.Chance(0.3) ? 0 : random.Between(0, 2);
        SawtoothTrainsPerMinute = random.Chance(0.25) ? 0 : random.Between(0, 1.2);
        DrowsyThetaPerMinute = random.Between(0, 7);
        DreamThetaPerMinute = random.Between(0, 7);
        EyeUnrest = random.LogNormal(0.5);
        RemAlphaShare = random.Chance(0.4) ? 0 : random.Between(0, 0.3);
        DrowsyAlphaShare = random.Between(0, 0.35);
        for (var stage = 0; stage < MuscleLevels.Length; stage++) MuscleLevels[stage] = random.LogNormal(0.3);
    }

    /// <summary>0 young .. 1 old: less N3, more awakenings.</summary>
    public double Age { get; }

    /// <summary>Microvolts of one unit of the fitted band powers (one deviation of the recording).</summary>
    public double UnitMicrovolts { get; }

    public double AlphaHz { get; }

    /// <summary>About one person in seven shows no posterior alpha.</summary>
    public bool HasAlpha { get; }

    public double SpindleHz { get; }

    public double SpindlesPerMinute { get; }

    /// <summary>Share of sigma power that spindles at one a minute would be, in N2.</summary>
    public double SpindleShare { get; }

    /// <summary>Spindle rate of N3 relative to N2.</summary>
    public double DeepSpindleShare { get; }

    /// <summary>Share of delta power that is slow waves, in N3.</summary>
    public double SlowWaveShare { get; }

    public double SlowWavesPerSecond { get; }

    public double KComplexesPerMinute { get; }

    public double EyeMicrovolts { get; }

    public double BlinkMicrovolts { get; }

    /// <summary>Chin tone (root mean square) in N2.</summary>
    public double ChinMicrovolts { get; }

    /// <summary>How much the tone differs by stage: 0 not at all, 1 as usual.</summary>
    public double ChinSpread { get; }

    /// <summary>Where central powers lie between occipital (0) and frontal (1) ones.</summary>
    public double CentralBlend { get; }

    public double HeartPeriodSeconds { get; }

    /// <summary>In N1; some show none.</summary>
    public double VertexWavesPerMinute { get; }

    /// <summary>In R; some show none.</summary>
    public double SawtoothTrainsPerMinute { get; }

    public double DrowsyThetaPerMinute { get; }

    public double DreamThetaPerMinute { get; }

    /// <summary>Density of eye movements, about 1.</summary>
    public double EyeUnrest { get; }

    /// <summary>Share of R with alpha, slower than in wake (Cantero et al. 2002).</summary>
    public double RemAlphaShare { get; }

    /// <summary>Share of N1 in which alpha comes back.</summary>
    public double DrowsyAlphaShare { get; }

    /// <summary>By stage: scalp muscle relative to what is usual in that stage.</summary>
    public double[] MuscleLevels { get; } = new double[5];

    /// <summary>Share of background variance common to all of the scalp.</summary>
    public double SharedShare { get; }
}
