namespace Streaming.Core.Simulation;

/// <summary>Which channels a simulated recorder has, under which names.</summary>
public enum SimulatedLayout
{
    /// <summary>F4-M1, C4-M1, O2-M1, E1-M2, E2-M2, chin, ECG (AASM recommended).</summary>
    Aasm,

    /// <summary>Fpz-Cz, Pz-Oz, horizontal EOG at 100 Hz, chin as a 1 Hz envelope.</summary>
    SleepEdf,

    /// <summary>C4-A1 and C3-A2 at 125 Hz, two EOG at 50 Hz, EMG, ECG.</summary>
    Shhs,

    /// <summary>-CLE references at 256 Hz with A2-CLE recorded.</summary>
    Mass,

    /// <summary>LOC-A2 … O2-A1 and chin X1 at 200 Hz.</summary>
    Isruc,

    /// <summary>One central EEG channel at 100 Hz.</summary>
    SingleEeg,

    /// <summary>One or two of F4-M1, C4-M1, O2-M1 and nothing else: little to compute.</summary>
    FewEeg,

    /// <summary>AASM rows, each present or not by chance; at least one EEG.</summary>
    Random,
}
