using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Training.Datasets;

/// <summary>A night with stages, whatever it came from. Its samples go through the same session and renderer as a bed's do.</summary>
internal sealed record StagedNight
{
    /// <summary><c>sleep-edf</c>, <c>shhs</c>, <c>mass</c>, <c>isruc</c>, <c>edf</c> or <c>simulated</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>Who slept, unique over datasets (<c>shhs/200001</c>): the key of every split.</summary>
    public required string Subject { get; init; }

    /// <summary>Nobody slept: proves the machinery, never accuracy.</summary>
    public bool Simulated { get; init; }

    /// <summary>What people's sleep the simulator drew, as a person must read it; null: nobody's.</summary>
    public string? Drawn { get; init; }

    /// <summary>The data set as a person must read it: <c>isruc</c>, <c>simulated</c>, <c>simulated (miniature of isruc)</c>.</summary>
    public string Source => Drawn ?? (Simulated, Dataset) switch
    {
        (false, _) or (_, "simulated") => Dataset,
        (_, "edf") => "simulated (edf)",
        _ => $"simulated (miniature of {Dataset})",
    };

    /// <summary>Of the night, unique within its dataset; good for a file name.</summary>
    public required string Name { get; init; }

    /// <summary>The recording that it is a night of: of one read on three grids all three nights have it in common.</summary>
    public string Recording { get => field ?? Name; init; }

    public required Study Study { get; init; }

    public required StudyEnd End { get; init; }

    /// <summary>One or more; the first is the one trained on.</summary>
    public required IReadOnlyList<NightScoring> Scorings { get; init; }

    /// <summary>In order of onset; empty unless simulated.</summary>
    public IReadOnlyList<SimulatedEvent> Events { get; init; } = [];

    /// <summary><see cref="Events"/> holds all there are.</summary>
    public bool KnowsEvents { get; init; }

    /// <summary>What the brain alone puts under the electrodes, see <see cref="SimulatedNight.Cortex"/>; null unless simulated.</summary>
    public Func<IEnumerable<float[][]>>? Cortex { get; init; }

    /// <summary>Gives the samples anew each time it is called.</summary>
    public required Func<IEnumerable<SampleBlock>> Samples { private get; init; }

    /// <summary>What agreement is measured against: what the sleeper did where that is known, else the first scoring.</summary>
    public NightScoring Reference => Scorings.FirstOrDefault(scoring => scoring.Scorer == NightScoring.Sleeper) ?? Scorings[0];

    /// <summary>All samples in order, about a second of every channel at a time, never the whole night at once.</summary>
    public IEnumerable<SampleBlock> Blocks() => Samples();

    /// <summary>A simulated night: trained on the simulated scorer's stages, measured against the sleeper's.</summary>
    public static StagedNight Of(SimulatedNight night, string name) => new()
    {
        Dataset = "simulated",
        Simulated = true,
        Subject = $"simulated/{night.Study.Pseudonym}",
        Name = name,
        Study = night.Study,
        End = night.End,
        Scorings =
        [
            new NightScoring(NightScoring.SimulatedScorer, [.. night.ScoredStages.Select(stage => (Stage?)stage)]),
            new NightScoring(NightScoring.Sleeper, [.. night.Stages.Select(stage => (Stage?)stage)]),
        ],
        Events = night.Events,
        KnowsEvents = true,
        Cortex = night.Cortex,
        Samples = night.Blocks,
    };

    /// <summary>A recording with annotations.</summary>
    /// <param name="study">Its file must stay open.</param>
    /// <param name="name">Names night and subject.</param>
    public static StagedNight Of(EdfStudy study, string name) => new()
    {
        Dataset = "edf",
        Simulated = study.IsSimulated,
        Subject = $"edf/{name}",
        Name = name,
        Study = study.Study,
        End = study.End,
        Scorings = [new NightScoring("expert", study.Labels)],
        Samples = () => study.Blocks(1),
    };
}
