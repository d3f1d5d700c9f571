using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Replay.Recordings;

namespace Streaming.Tests.EndToEnd;

/// <summary>One night that is known beforehand.</summary>
internal sealed class SimulatedNightSource(SimulatedNight night) : IRecordingSource
{
    public int Count => 1;

    public BedRecording Open(int bed) => new(night.Study, night.Blocks(), new Rational(night.Seconds));

    public void Dispose()
    {
        // Nothing is held open.
    }
}
