using Streaming.Core.Signals;

namespace Streaming.Core.Simulation;

/// <summary>Channels of each layout.</summary>
internal static class SimulatedMontage
{
    // As often as they stand here.
    private static readonly int[] Rates = [100, 100, 100, 100, 100, 128, 128, 128, 200, 200, 200, 200, 250, 256, 256, 256, 256, 500, 512];
    private static readonly int[] LowRates = [100, 100, 100, 128, 200];

    public static IReadOnlyList<SimulatedChannel> Draw(SimulatedLayout layout, int? rateHz, SeededRandom random)
    {
        var rate = rateHz ?? layout switch
        {
            SimulatedLayout.SleepEdf or SimulatedLayout.SingleEeg => 100,
            SimulatedLayout.Shhs => 125,
            SimulatedLayout.Mass => 256,
            SimulatedLayout.Isruc => 200,
            SimulatedLayout.FewEeg => LowRates[random.Below(LowRates.Length)],
            _ => Rates[random.Below(Rates.Length)],
        };
        return layout switch
        {
            SimulatedLayout.SleepEdf => SleepEdf(rate),
            SimulatedLayout.Shhs => Shhs(rate),
            SimulatedLayout.Mass => Mass(rate),
            SimulatedLayout.Isruc => Isruc(rate),
            SimulatedLayout.SingleEeg => [Central("EEG C4-M1", rate)],
            SimulatedLayout.FewEeg => Few(rate, random),
            SimulatedLayout.Random => Thinned(Aasm(rate), random),
            _ => Aasm(rate),
        };
    }

    private static SimulatedChannel Frontal(string label, int rate) => SimulatedChannel.Eeg(label, rate, 1, 0, 0, 0.35f);

    private static SimulatedChannel Central(string label, int rate) => SimulatedChannel.Eeg(label, rate, 0.1f, 0.92f, 0, 0.12f);

    private static SimulatedChannel Occipital(string label, int rate) => SimulatedChannel.Eeg(label, rate, 0, 0.1f, 0.95f, 0.03f);

    private static List<SimulatedChannel> Aasm(int rate) =>
    [
        Frontal("EEG F4-M1", rate), Central("EEG C4-M1", rate), Occipital("EEG O2-M1", rate),
        SimulatedChannel.Eog("EOG E1-M2", rate, 1, 0.9f), SimulatedChannel.Eog("EOG E2-M2", rate, -1, 0.75f),
        SimulatedChannel.Chin("EMG Chin1-Chin2", rate), SimulatedChannel.Ecg("ECG", rate),
    ];

    private static List<SimulatedChannel> SleepEdf(int rate) =>
    [
        SimulatedChannel.Eeg("EEG Fpz-Cz", rate, 1, 0, 0, 0.6f), SimulatedChannel.Eeg("EEG Pz-Oz", rate, 0, 0, 1, 0),
        SimulatedChannel.Eog("EOG horizontal", rate, 2, 0), SimulatedChannel.Chin("EMG submental", 1),
    ];

    private static List<SimulatedChannel> Shhs(int rate) =>
    [
        Central("EEG(sec)", rate), SimulatedChannel.Ecg("ECG", rate), SimulatedChannel.Chin("EMG", rate),
        SimulatedChannel.Eog("EOG(L)", 50, 1, 0.9f), SimulatedChannel.Eog("EOG(R)", 50, -1, 0.75f), Central("EEG", rate),
    ];

    // The common linked-ear reference is quiet here; A2 against it holds little but its own noise.
    private static List<SimulatedChannel> Mass(int rate) =>
    [
        Frontal("EEG F3-CLE", rate), Central("EEG C3-CLE", rate), Occipital("EEG O1-CLE", rate),
        Frontal("EEG F4-CLE", rate), Central("EEG C4-CLE", rate), Occipital("EEG O2-CLE", rate),
        SimulatedChannel.Eeg("EEG A2-CLE", rate, 0, 0.08f, 0.05f, 0),
        SimulatedChannel.Eog("EOG Left Horiz", rate, 1, 0.9f), SimulatedChannel.Eog("EOG Right Horiz", rate, -1, 0.75f),
        SimulatedChannel.Chin("EMG Chin1", rate), SimulatedChannel.Ecg("ECG ECGI", rate),
    ];

    private static List<SimulatedChannel> Isruc(int rate) =>
    [
        SimulatedChannel.Eog("LOC-A2", rate, 1, 0.9f), SimulatedChannel.Eog("ROC-A1", rate, -1, 0.75f),
        Frontal("F3-A2", rate), Central("C3-A2", rate), Occipital("O1-A2", rate),
        Frontal("F4-A1", rate), Central("C4-A1", rate), Occipital("O2-A1", rate),
        SimulatedChannel.Chin("X1", rate), SimulatedChannel.Ecg("X2", rate),
    ];

    private static List<SimulatedChannel> Few(int rate, SeededRandom random)
    {
        var all = Aasm(rate)[..3];
        if (random.Chance(0.5)) return [all[random.Below(3)]];
        all.RemoveAt(random.Below(3));
        return all;
    }

    private static List<SimulatedChannel> Thinned(List<SimulatedChannel> all, SeededRandom random)
    {
        var keep = random.Chance(0.5) ? 1 : 0.6;
        var kept = all.Where(channel => random.Chance(keep)).ToList();
        if (!kept.Exists(channel => channel.Kind == ChannelKind.Eeg)) kept.Insert(0, all[random.Below(3)]);
        return kept;
    }
}
