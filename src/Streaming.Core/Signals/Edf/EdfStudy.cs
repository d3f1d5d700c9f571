using Streaming.Core.Staging;

namespace Streaming.Core.Signals.Edf;

/// <summary>An EDF recording as a study: channels with a person's maps applied, epoch grid, expert stages, samples in blocks.</summary>
/// <remarks>Scoring offline and playing live both read their samples here, so both see the same.</remarks>
public sealed class EdfStudy
{
    private const int MaximumChannels = 128; // of a StudyDescriptor
    private const int MaximumRateHz = 20000;
    private static readonly DateTime UnknownStart = new(1985, 1, 1, 0, 0, 0, DateTimeKind.Unspecified); // the EDF+ clipping date

    private readonly EdfFile _file;
    private readonly int[] _fileChannels;
    private readonly List<string> _remarks;

    private EdfStudy(
        EdfFile file, Guid id, IReadOnlyList<DerivationMap> maps, EdfFile? hypnogram, IReadOnlyList<StageRun>? runs = null, LocalClock? clock = null)
    {
        _file = file;
        _remarks = [.. file.Remarks];
        _fileChannels = Carried(file);
        var problems = new List<string>();
        var channels = _fileChannels.Select((number, place) => file.Channels[number] with { Number = place }).ToArray();
        var mapped = DerivationMap.Apply(channels, maps, problems);
        MapProblems = problems;
        Runs = runs ?? EdfStages.Runs(file, hypnogram, _remarks);
        var origin = EpochGrid.Origin(Runs);
        Study = new Study(id, StartOf(file, clock ?? LocalClock.Utc), origin, mapped);
        EpochCount = (int)Math.Max(0, ((file.DurationSeconds - origin) / 30).Floor());
        Labels = Runs.Count == 0 ? [] : EpochGrid.Labels(Runs, origin, EpochCount);
    }

    public Study Study { get; }

    /// <summary>Epochs that lie wholly within the recording.</summary>
    public int EpochCount { get; }

    /// <summary>Expert stages as annotated, in study time, ascending, not overlapping; empty without annotations.</summary>
    public IReadOnlyList<StageRun> Runs { get; }

    /// <summary>Expert stage of each epoch (null: none given); empty without annotations.</summary>
    public IReadOnlyList<Stage?> Labels { get; }

    /// <summary>Study time of the annotated lights off, or null.</summary>
    public Rational? LightsOffSeconds => Lights(StageText.IsLightsOff);

    /// <summary>Study time of the annotated lights on, or null.</summary>
    public Rational? LightsOnSeconds => Lights(StageText.IsLightsOn);

    /// <summary>Its header says that a simulator wrote it. Nothing else of the header's identification is kept.</summary>
    public bool IsSimulated => _file.Header.IsSimulated;

    /// <summary>Maps that fit no channel, in plain words; empty when all is well.</summary>
    public IReadOnlyList<string> MapProblems { get; }

    /// <summary>What was odd about the file, in plain words.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Index of the last sample of every channel.</summary>
    public StudyEnd End => new([.. _fileChannels.Select(number => _file.EndIndex(number) - 1)]);

    /// <summary>Study time of the end of the recording.</summary>
    public Rational DurationSeconds => _file.DurationSeconds;

    /// <param name="file">The recording.</param>
    /// <param name="id">Identifies this run of the study.</param>
    /// <param name="maps">What a person states about its channels.</param>
    /// <param name="hypnogram">A file of annotations beside the recording (Sleep-EDF), or null: the recording's own are used.</param>
    /// <param name="clock">Whose time the header has; null: UTC's.</param>
    public static EdfStudy From(
        EdfFile file, Guid id, IReadOnlyList<DerivationMap>? maps = null, EdfFile? hypnogram = null, LocalClock? clock = null) =>
        new(file, id, maps ?? [], hypnogram, clock: clock);

    /// <summary>A recording whose stages are in a file that is no EDF.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="id">Identifies this run of the study.</param>
    /// <param name="maps">What a person states about its channels.</param>
    /// <param name="runs">The stages in study time, ascending, not overlapping.</param>
    public static EdfStudy WithStages(EdfFile file, Guid id, IReadOnlyList<DerivationMap> maps, IReadOnlyList<StageRun> runs) =>
        new(file, id, maps, null, runs);

    /// <summary>All samples in blocks of a fixed length on a fixed grid; a stretch without samples gives no block.</summary>
    /// <param name="blockSeconds">Length of a block, above 0.</param>
    public IEnumerable<SampleBlock> Blocks(Rational blockSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockSeconds.Numerator, nameof(blockSeconds));
        var next = new long[_fileChannels.Length];
        while (NextBlock(next, blockSeconds) is { } number)
        {
            var runs = new List<ChannelSamples>(next.Length);
            for (var channel = 0; channel < next.Length; channel++)
            {
                var perBlock = blockSeconds * Study.Channels[channel].RateHz;
                var first = (perBlock * new Rational(number)).Ceiling();
                next[channel] = (perBlock * new Rational(number + 1)).Ceiling();
                var samples = _file.Read(_fileChannels[channel], first, checked((int)(next[channel] - first)));
                foreach (var run in samples) runs.Add(run with { Channel = channel });
            }

            yield return new SampleBlock(Study.Id, runs);
        }
    }

    // The number of the block that holds the earliest sample not yet given.
    private long? NextBlock(long[] next, Rational blockSeconds)
    {
        Rational? earliest = null;
        for (var channel = 0; channel < next.Length; channel++)
        {
            var index = _file.NextIndex(_fileChannels[channel], next[channel]);
            if (index >= _file.EndIndex(_fileChannels[channel])) continue;
            var time = new Rational(index) / Study.Channels[channel].RateHz;
            if (earliest is null || time < earliest) earliest = time;
        }

        return earliest is { } seconds ? (seconds / blockSeconds).Floor() : null;
    }

    private DateTimeOffset StartOf(EdfFile file, LocalClock clock)
    {
        var shown = file.Header.Start ?? UnknownStart;
        if (clock.Doubt(shown) is { } doubt) _remarks.Add(doubt);
        return clock.Instant(shown).AddSeconds((double)file.FirstSampleSeconds);
    }

    private int[] Carried(EdfFile file)
    {
        var carried = new List<int>();
        foreach (var channel in file.Channels)
        {
            if (channel.RateHz > MaximumRateHz)
                _remarks.Add($"'{channel.Label}' has {channel.RateHz} samples a second; over {MaximumRateHz} are not carried.");
            else if (carried.Count == MaximumChannels)
                _remarks.Add($"'{channel.Label}' is channel {channel.Number + 1}; over {MaximumChannels} are not carried.");
            else
                carried.Add(channel.Number);
        }

        return [.. carried];
    }

    private Rational? Lights(Func<string, bool> isWanted) =>
        _file.Annotations.FirstOrDefault(annotation => isWanted(annotation.Text)) is { } found ? found.OnsetSeconds - _file.FirstSampleSeconds : null;
}
