using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>The running account of one channel over the closed epochs of a study.</summary>
internal sealed class ChannelTally
{
    private readonly long[] _counts = new long[9];

    public long Late { get => _counts[5]; set => _counts[5] = value; }

    public long Outside { get => _counts[6]; set => _counts[6] = value; }

    public long Refused { get => _counts[7]; set => _counts[7] = value; }

    public void Add(ChannelEpoch closed)
    {
        _counts[0] += closed.Expected;
        _counts[1] += closed.Received;
        _counts[2] += closed.Backfilled;
        _counts[3] += closed.Expected - closed.Here;
        _counts[4] += closed.Conflicting;
        _counts[8] += closed.Repeated;
    }

    /// <summary>What came for an epoch that will never close, doubles included.</summary>
    public void LeaveOut(ChannelEpoch open)
    {
        Outside += open.Here;
        _counts[8] += open.Repeated;
    }

    public SampleAccount Account(int channel) => new(channel, _counts[0], _counts[1], _counts[2], _counts[3], Late, _counts[4])
    {
        Outside = Outside,
        Refused = Refused,
        Repeated = _counts[8],
    };

    public void Save(StateWriter writer) => writer.Write(_counts);

    public void Load(ref StateReader reader) => reader.Read(_counts);
}
