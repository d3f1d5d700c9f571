using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>The running account of one channel over the closed epochs of a study.</summary>
internal sealed class ChannelTally
{
    private long _expected;
    private long _received;
    private long _backfilled;
    private long _lost;
    private long _conflicting;
    private long _repeated;

    public long Late { get; set; }

    public long Outside { get; set; }

    public long Refused { get; set; }

    public void Add(ChannelEpoch closed)
    {
        _expected += closed.Expected;
        _received += closed.Received;
        _backfilled += closed.Backfilled;
        _lost += closed.Expected - closed.Here;
        _conflicting += closed.Conflicting;
        _repeated += closed.Repeated;
    }

    /// <summary>What came for an epoch that will never close, doubles included.</summary>
    public void LeaveOut(ChannelEpoch open)
    {
        Outside += open.Here;
        _repeated += open.Repeated;
    }

    public SampleAccount Account(int channel) => new(channel, _expected, _received, _backfilled, _lost, Late, _conflicting)
    {
        Outside = Outside,
        Refused = Refused,
        Repeated = _repeated,
    };

    public void Save(StateWriter writer) => writer.Write([_expected, _received, _backfilled, _lost, _conflicting, Late, Outside, Refused, _repeated]);

    /// <summary>In the order of <see cref="Save"/>.</summary>
    public void Load(ref StateReader reader)
    {
        (_expected, _received, _backfilled) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        (_lost, _conflicting, Late) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        (Outside, Refused, _repeated) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
    }
}
