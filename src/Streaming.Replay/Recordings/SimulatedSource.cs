using Streaming.Core.Signals;
using Streaming.Core.Simulation;

namespace Streaming.Replay.Recordings;

/// <summary>Simulated nights, another seed for every bed.</summary>
internal sealed class SimulatedSource(NightSimulatorOptions options, ulong seed, TimeProvider time) : IRecordingSource
{
    public int Count => 1;

    public BedRecording Open(int bed)
    {
        var night = new NightSimulator(options, seed + (ulong)bed).Simulate(Guid.NewGuid(), time.GetUtcNow());
        return new BedRecording(night.Study, night.Blocks(), new Rational(night.Seconds))
        {
            LightsOffSeconds = options.StartsAnywhere ? null : night.Study.EpochOriginSeconds,
            Remarks = Montage.Resolve(night.Study).Remarks,
        };
    }

    public void Dispose()
    {
        // Nothing is held open.
    }
}
