using Streaming.Core.Signals;

namespace Streaming.Tests.Core.Signals;

public sealed class DerivationAdviceTests
{
    [Theory]
    [InlineData("EOG Left Horiz", "E1-M2")]
    [InlineData("EOG Right Horiz", "E2-M2")]
    [InlineData("EOG-2", "E2-M2")]
    [InlineData("EEG", "C4-M1")]
    [InlineData("C3", "C3-M2")]
    [InlineData("EEG O2", "O2-M1")]
    public void Advice_fits_what_the_channel_measures(string label, string derivation) => Assert.Contains(
        Montage.Resolve(Study(Channel(label))).Remarks, remark => remark.Contains($"with Replay, import and score --map '{label}={derivation}'", StringComparison.Ordinal));

    [Fact]
    public void Advice_for_a_declared_chin_emg_is_a_chin_derivation()
    {
        var channel = Channel("Muscle") with { Kind = ChannelKind.Emg };
        Assert.Contains(Montage.Resolve(Study(channel)).Remarks, remark => remark.Contains("--map 'Muscle=Chin1-Chin2'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("EOG Left Horiz", "C4-M1", true)]
    [InlineData("EMG 3", "C4-M1", true)]
    [InlineData("EOG Left Horiz", "E1-M2", false)]
    [InlineData("EEG", "C4-M1", false)]
    [InlineData("X9", "C4-M1", false)]
    public void Eye_or_chin_channel_stated_to_be_an_eeg_is_used_and_named(string label, string derivation, bool isNamed)
    {
        var montage = Montage.Resolve(Study([.. DerivationMap.Apply([Channel(label)], [DerivationMap.Parse($"{label}={derivation}")], [])]));
        Assert.Single(montage.Rows.OfType<Derivation>());
        Assert.Equal(isNamed, montage.Remarks.Any(remark => remark.StartsWith($"'{label}' is stated to be C4-M1, an EEG, yet its label says E", StringComparison.Ordinal)));
    }

    private static Study Study(params Channel[] channels) => new(Guid.Empty, DateTimeOffset.UnixEpoch, Rational.Zero, channels);

    private static Channel Channel(string label) =>
        new(0, label, ChannelNames.KindOf(label, 256), "uV", 256, new ChannelScaling("-1000", "1000", -32768, 32767));
}
