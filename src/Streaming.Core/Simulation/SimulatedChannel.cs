using Streaming.Core.Signals;

namespace Streaming.Core.Simulation;

/// <summary>One electrode pair as a recorder sees it: what it picks up of each source.</summary>
/// <param name="Label">As the recorder names it.</param>
/// <param name="RateHz">Native rate; 1 for an envelope.</param>
/// <param name="Weights">By source, see <see cref="SourceSecond"/>.</param>
/// <param name="OwnNoiseMicrovolts">Local activity no other electrode shares, root mean square.</param>
/// <param name="MuscleShare">Of the scalp's muscle activity.</param>
internal sealed record SimulatedChannel(
    string Label, ChannelKind Kind, int RateHz, float[] Weights, double OwnNoiseMicrovolts = 3, double MuscleShare = 1)
{
    public static SimulatedChannel Eeg(string label, int rateHz, float frontal, float central, float occipital, float lid) =>
        new(label, ChannelKind.Eeg, rateHz, [frontal, central, occipital, 0.1f * frontal, lid, 0, 1]);

    /// <summary>Beside the eyes lie muscles of the face: above 12 Hz they are most of what an eye channel shows.</summary>
    public static SimulatedChannel Eog(string label, int rateHz, float eye, float lid) =>
        new(label, ChannelKind.Eog, rateHz, [0.18f, 0.03f, 0, eye, lid, 0, 1], MuscleShare: 4);

    /// <summary>The same electrode on another head, by another technologist: an EEG derivation picks up more or less of its neighbours and of the
    /// eyes, and some are bipolar.</summary>
    public SimulatedChannel Vary(SeededRandom random)
    {
        var weights = (float[])Weights.Clone();
        if (Kind is not (ChannelKind.Eeg or ChannelKind.Eog)) return this;
        for (var source = 0; source < SourceSecond.Heart; source++)
            weights[source] *= (float)random.LogNormal(source < SourceSecond.Eye ? 0.15 : 0.5);
        if (Kind == ChannelKind.Eeg)
        {
            for (var region = 0; region < SourceSecond.Eye; region++) weights[region] += (float)(0.12 * random.Normal());
            weights[SourceSecond.Eye] += (float)(0.08 * random.Normal());
            if (random.Chance(0.2)) weights[random.Below(SourceSecond.Eye)] -= (float)random.Between(0.2, 0.7);
        }
        var (muscle, own) = (random.LogNormal(0.5), random.LogNormal(0.4));
        return this with { Weights = weights, MuscleShare = MuscleShare * muscle, OwnNoiseMicrovolts = OwnNoiseMicrovolts * own };
    }

    public static SimulatedChannel Chin(string label, int rateHz) =>
        new(label, rateHz == 1 ? ChannelKind.EmgEnvelope : ChannelKind.Emg, rateHz, new float[SourceSecond.Count], 0, 0);

    public static SimulatedChannel Ecg(string label, int rateHz) => new(label, ChannelKind.Ecg, rateHz, [0, 0, 0, 0, 0, 1000, 2], 5, 1);
}
