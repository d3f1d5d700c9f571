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

    private static Epoch Scaled(Epoch epoch, float gain) => new()
    {
        Number = epoch.Number,
        StartSeconds = epoch.StartSeconds,
        Rows = [.. epoch.Rows.Select(row => row?.Select(value => value * gain).ToArray())],
        ScalesMicrovolts = [.. epoch.ScalesMicrovolts.Select(scale => scale * gain)],
        Derivations = epoch.Derivations,
        Accounts = epoch.Accounts,
    };
}
