using Streaming.Core.Quality;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;

namespace Streaming.Tests.Core.Quality;

/// <summary>A simulated night of some epochs, with faults at known places.</summary>
internal sealed class DamagedNight
{
    public const int Central = 1; // C4-M1 in the AASM layout
    private readonly SimulatedNight _night;
    private readonly List<SampleBlock> _blocks;

    public DamagedNight(int epochs, ulong seed, params InjectedFault[] faults)
    {
        var options = new NightSimulatorOptions { Epochs = epochs, ArtefactsPerHour = 0, RateHz = 200, StartsAnywhere = true };
        _night = new NightSimulator(options, seed).Simulate(new Guid((int)seed, 7, 7, new byte[8]), DateTimeOffset.UnixEpoch);
        var recorder = new FaultyRecorder(_night.Study, faults, seed);
        _blocks = [.. _night.Blocks().Select(recorder.Change)];
    }

    public Study Study => _night.Study;

    public IReadOnlyList<SampleBlock> Blocks => _blocks;

    public StudyEnd End => _night.End;

    public BedSession Session() => new(Study, Montage.Resolve(Study), RenderSpecs.Lossless100.Signal, new BedSessionOptions());

    public List<Epoch> Epochs() => Epochs(Session(), _blocks, 0);

    public List<Epoch> Epochs(BedSession session, IEnumerable<SampleBlock> blocks, long offset)
    {
        var epochs = new List<Epoch>();
        foreach (var block in blocks) epochs.AddRange(session.Accept(block, offset++, offset));
        epochs.AddRange(session.End(End, offset));
        return epochs;
    }

    /// <summary>Everything said of signals, in words that can be compared.</summary>
    public static IEnumerable<string> Said(IEnumerable<Epoch> epochs) => epochs.Select(epoch => string.Join(" | ", epoch.ChannelQualities
        .Where(quality => quality.IsStaged)
        .Select(quality => $"{quality.Channel} {quality.AmplitudeMicrovolts:R} {quality.Unusable} {string.Join(',', quality.Faults)}"))
        + " : " + string.Join(" | ", epoch.SignalAdvisories.Where(advisory => advisory.IsStaged)));
}
