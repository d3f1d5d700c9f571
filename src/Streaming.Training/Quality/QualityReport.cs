using System.Globalization;
using Streaming.Core.Quality;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;

namespace Streaming.Training.Quality;

/// <summary>How well faults are found: simulated nights with faults at known places, the same nights without, and a recording as it is.</summary>
internal sealed class QualityReport(SignalSpec signal)
{
    private readonly Dictionary<SignalFault, FaultTally> _tallies = Enum.GetValues<SignalFault>().ToDictionary(fault => fault, _ => new FaultTally());
    private double _channelHours;
    private int _advisories;

    /// <summary>One simulated night, damaged and undamaged. Its own artefacts (pops, leads off, hum) count as neither found nor false.</summary>
    public void Add(SimulatedNight night, ulong seed)
    {
        var faults = FaultPlan.Draw(night.Study, night.Seconds, new SeededRandom(seed, 78));
        var recorder = new FaultyRecorder(night.Study, faults, seed);
        var damaged = Epochs(night.Study, night.Blocks().Select(recorder.Change), night.End);
        foreach (var spell in faults) _tallies[spell.Fault].AddSpell(spell, damaged);
        AddClean(Epochs(night.Study, night.Blocks(), night.End), epoch => quality => IsDisturbed(night, epoch, quality.Channel));
    }

    /// <summary>A table of what was found.</summary>
    public string Table()
    {
        var lines = new List<string>
        {
            "| fault | spells found | epochs found | false epochs of clean channels | false an hour and channel |", "|---|---|---|---|---|",
        };
        foreach (var (fault, tally) in _tallies)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"| {fault} | {tally.FoundSpells} of {tally.Spells} | {tally.FoundEpochs} of {tally.Epochs} | {tally.FalseEpochs} of {tally.CleanEpochs} | {tally.FalseEpochs / Math.Max(1e-9, _channelHours):0.000} |"));
        }
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{_advisories} advisories on undamaged channels in {_channelHours:0} channel hours."));
        return string.Join('\n', lines);
    }

    /// <summary>What is said of a recording, by channel.</summary>
    public string OfRecording(Study study, IEnumerable<SampleBlock> blocks, StudyEnd? end)
    {
        var epochs = Epochs(study, blocks, end);
        var lines = new List<string> { "| channel | epochs | usable | median deviation, µV | faults in epochs | advisories |", "|---|---|---|---|---|---|" };
        foreach (var channel in study.Channels)
        {
            var qualities = epochs.Select(epoch => epoch.ChannelQualities[channel.Number]).ToList();
            if (qualities.Count == 0) continue;
            var found = qualities.SelectMany(quality => quality.Faults).GroupBy(fault => fault.Fault).OrderBy(fault => fault.Key).Select(fault => $"{fault.Key} {fault.Count()}");
            var told = epochs.SelectMany(epoch => epoch.SignalAdvisories).Count(advisory => advisory.Channel == channel.Number && advisory.EndSeconds is null);
            var deviation = qualities.Select(quality => quality.AmplitudeMicrovolts).Order().ElementAt(qualities.Count / 2);
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"| {channel.Label} | {qualities.Count} | {qualities.Count(quality => quality.Unusable is null)} | {deviation:0.0} | {string.Join(", ", found)} | {told} |"));
        }
        return string.Join('\n', lines);
    }

    private void AddClean(IReadOnlyList<Epoch> epochs, Func<Epoch, Func<ChannelQuality, bool>> isDisturbed)
    {
        foreach (var epoch in epochs)
        {
            var skip = isDisturbed(epoch);
            foreach (var quality in epoch.ChannelQualities.Where(quality => quality.IsStaged && !skip(quality)))
            {
                _channelHours += Epoch.Seconds / 3600.0;
                foreach (var (fault, tally) in _tallies) tally.AddClean(quality.Faults.Any(found => found.Fault == fault));
            }
        }
        _advisories += epochs.SelectMany(epoch => epoch.SignalAdvisories).Count(advisory => advisory.EndSeconds is null && advisory.IsStaged);
    }

    private static bool IsDisturbed(SimulatedNight night, Epoch epoch, int channel)
    {
        var start = (double)epoch.StartSeconds;
        return night.Events.Any(happened => happened.Channel == channel
            && happened.Kind is SimulatedEventKind.ElectrodePop or SimulatedEventKind.LeadOff or SimulatedEventKind.Hum
            && happened.OnsetSeconds < start + Epoch.Seconds && happened.OnsetSeconds + happened.DurationSeconds + 1 > start);
    }

    private List<Epoch> Epochs(Study study, IEnumerable<SampleBlock> blocks, StudyEnd? end)
    {
        var session = new BedSession(study, Montage.Resolve(study), signal, new BedSessionOptions());
        var epochs = new List<Epoch>();
        foreach (var block in blocks) epochs.AddRange(session.Accept(block, 0, 0).Select(Slim));
        epochs.AddRange((end is null ? session.TimeOut(0) : session.End(end, 0)).Select(Slim));
        return epochs;
    }

    // A night of pictures is not needed.
    private static Epoch Slim(Epoch epoch) => new()
    {
        Number = epoch.Number,
        StartSeconds = epoch.StartSeconds,
        Rows = [],
        ScalesMicrovolts = [],
        Derivations = [],
        Accounts = [],
        ChannelQualities = epoch.ChannelQualities,
        SignalAdvisories = epoch.SignalAdvisories,
    };
}
