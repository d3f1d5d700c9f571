using Streaming.Core.Evidence;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Tests.Core.Evidence;

public sealed class FindingsReaderTests
{
    private static readonly SimulatedNight s_night =
        new NightSimulator(new NightSimulatorOptions { Epochs = 40, StartsAnywhere = true }, 11).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);

    private static readonly Epoch[] s_epochs = [.. Epochs(s_night)];

    [Fact]
    public void Reader_goes_on_exactly_where_it_was_saved()
    {
        var montage = Montage.Resolve(s_night.Study);
        var whole = new FindingsReader(s_night.Study, montage, new EvidenceOptions());
        var expected = s_epochs.Select(epoch => Read(whole, epoch)).ToArray();
        var resumed = new FindingsReader(s_night.Study, montage, new EvidenceOptions());
        foreach (var (epoch, said) in s_epochs.Zip(expected))
        {
            resumed = FindingsReader.Restore(s_night.Study, montage, new EvidenceOptions(), resumed.Save());
            Assert.Equal(said, Read(resumed, epoch));
        }
    }

    [Fact]
    public void Findings_do_not_change_when_the_future_does()
    {
        var montage = Montage.Resolve(s_night.Study);
        string[] Said(IEnumerable<Epoch> epochs)
        {
            var reader = new FindingsReader(s_night.Study, montage, new EvidenceOptions());
            return [.. epochs.Select(epoch => Read(reader, epoch))];
        }

        Assert.Equal(Said(s_epochs.Take(20)), Said(s_epochs.Take(20).Concat(s_epochs.Skip(30))).Take(20));
    }

    [Fact]
    public void Findings_do_not_depend_on_the_gain_while_it_is_not_trusted()
    {
        var montage = Montage.Resolve(s_night.Study);
        var (plain, doubled) = (new FindingsReader(s_night.Study, montage, new EvidenceOptions()), new FindingsReader(s_night.Study, montage, new EvidenceOptions()));
        foreach (var epoch in s_epochs)
        {
            var (one, two) = (plain.Read(epoch), doubled.Read(Scaled(epoch, 2)));
            plain.Decide(one, Stage.N2);
            doubled.Decide(two, Stage.N2);
            Assert.Equal(one.Events.Select(found => (found.Kind, found.OnsetSeconds)), two.Events.Select(found => (found.Kind, found.OnsetSeconds)));
        }
    }

    [Fact]
    public void The_next_epoch_is_told_of_a_marker_in_the_last_half_only_and_of_alpha_for_good()
    {
        var reader = new FindingsReader(s_night.Study, Montage.Resolve(s_night.Study), new EvidenceOptions());
        EpochFindings Plain() => reader.Read(s_epochs[0]) with { Events = [], AlphaShare = 0.5, OccipitalHz = 10 };
        NightContext Next(EpochFindings findings, Stage final)
        {
            reader.Decide(findings, final);
            return reader.Read(s_epochs[0]).Before;
        }

        EpochFindings Marked(double at)
        {
            var plain = Plain();
            return plain with { Events = [new Finding(FindingKind.Spindle, DerivationRow.Central, plain.StartSeconds + at, 0.7, 30, 13)] };
        }

        Assert.Null(Next(Marked(14.9), Stage.N2).MarkerBefore);
        Assert.Equal(FindingKind.Spindle, Next(Marked(15), Stage.N2).MarkerBefore);
        Assert.False(Next(Plain(), Stage.W).HasAlpha);
        Assert.False(Next(Plain() with { AlphaShare = 0.51 }, Stage.N1).HasAlpha);
        Assert.True(Next(Plain() with { AlphaShare = 0.51 }, Stage.W).HasAlpha);
        Assert.True(Next(Plain() with { AlphaShare = 0 }, Stage.N2).HasAlpha);
    }

    [Theory]
    [InlineData(1500, true)]
    [InlineData(1501, false)]
    public void A_row_is_observed_that_is_there_for_half_of_the_epoch(int lost, bool isObserved)
    {
        var row = (float[])s_epochs[3].Rows[(int)DerivationRow.Central]!.Clone();
        row.AsSpan(0, lost).Fill(float.NaN);
        var rows = s_epochs[3].Rows.ToArray();
        rows[(int)DerivationRow.Central] = row;
        Assert.Equal(isObserved, Observed.Of(With(s_epochs[3], rows), trustedGain: false).Central);
    }

    [Theory]
    [InlineData("F4-M1", true)]
    [InlineData("F3-M2", true)]
    [InlineData("F4-Cz", false)]
    public void Microvolts_may_be_cited_of_a_frontal_derivation_against_either_mastoid(string name, bool may)
    {
        Derivation?[] derivations = [.. s_epochs[3].Derivations];
        derivations[(int)DerivationRow.Frontal] = derivations[(int)DerivationRow.Frontal]! with { Name = name };
        Assert.Equal(may, Observed.Of(With(s_epochs[3], [.. s_epochs[3].Rows], derivations: derivations), trustedGain: true).Microvolts);
    }

    [Fact]
    public void A_state_that_is_none_is_refused()
    {
        var reader = new FindingsReader(s_night.Study, Montage.Resolve(s_night.Study), new EvidenceOptions());
        byte[] longer = [.. reader.Save(), 0];
        Assert.Throws<InvalidDataException>(() =>
            FindingsReader.Restore(s_night.Study, Montage.Resolve(s_night.Study), new EvidenceOptions(), longer));
        Assert.Throws<InvalidDataException>(() =>
            FindingsReader.Restore(s_night.Study, Montage.Resolve(s_night.Study), new EvidenceOptions(), [9, .. reader.Save().AsSpan(1)]));
    }

    private static IEnumerable<Epoch> Epochs(SimulatedNight night)
    {
        var session = new BedSession(night.Study, Montage.Resolve(night.Study), RenderSpecs.Lossless100.Signal, new BedSessionOptions());
        foreach (var block in night.Blocks())
            foreach (var epoch in session.Accept(block, 0, 0)) yield return epoch;
    }

    // Everything the reader said, bit for bit.
    private static string Read(FindingsReader reader, Epoch epoch)
    {
        var found = reader.Read(epoch);
        reader.Decide(found, s_night.Stages[(int)epoch.Number]);
        var (evidence, events) = (RuleBook.Read(found), string.Join('\n', found.Events));
        return $"{found with { Events = [] }}\n{events}\n{string.Join('\n', evidence)}";
    }

    private static Epoch Scaled(Epoch epoch, float gain) => With(epoch, [.. epoch.Rows.Select(row => row?.Select(value => value * gain).ToArray())], gain);

    private static Epoch With(Epoch epoch, float[]?[] rows, float gain = 1, IReadOnlyList<Derivation?>? derivations = null) => new()
    {
        Number = epoch.Number,
        StartSeconds = epoch.StartSeconds,
        Rows = rows,
        ScalesMicrovolts = [.. epoch.ScalesMicrovolts.Select(scale => scale * gain)],
        Derivations = derivations ?? epoch.Derivations,
        Accounts = epoch.Accounts,
    };
}
