using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Training.Realism;

namespace Streaming.Training.Datasets;

/// <summary>Nights of which stages and band powers are known, the public ones of Sleep-EDF or imported ones, drawn as signals (<see cref="DrawnNight"/>): people's
/// sleep in the simulator's waveforms. Split by subject.</summary>
internal sealed class SpectraNights
{
    private const double HeldShare = 0.2; // for validation, and as much for the test
    private const ulong NightStream = 1UL << 42, PieceStream = 1UL << 43;

    private readonly IReadOnlyList<BandPowerNight> _nights;
    private readonly SubjectSplit _split;
    private readonly Lazy<MultinomialLogistic> _reader;

    /// <param name="nights">Of all people.</param>
    /// <param name="splitSeed">Of the split by subject.</param>
    /// <param name="datasets">Whose nights; none: Sleep-EDF's.</param>
    /// <exception cref="ArgumentException">Fewer than three people.</exception>
    public SpectraNights(IReadOnlyList<BandPowerNight> nights, ulong splitSeed, params IReadOnlyList<string> datasets)
    {
        (_nights, SplitSeed) = (nights, splitSeed);
        Followed = datasets.Count == 0 ? "Sleep-EDF stages and band powers" : $"stages and band powers of {string.Join(", ", datasets)}";
        _split = SubjectSplit.ByShares(nights.Select(Subject), splitSeed, HeldShare, HeldShare);
        _reader = new(() => MultinomialLogistic.Of(Of(Split.Training), [.. Enumerable.Range(0, BandPowerNight.Features)]));
    }

    /// <param name="folder">Holds <c>band-powers.csv.gz</c>.</param>
    /// <param name="splitSeed">Of the split by subject.</param>
    /// <exception cref="DatasetException">It cannot be read, or holds too few people.</exception>
    public static SpectraNights Read(string folder, ulong splitSeed)
    {
        var table = BandPowerTable.Read(folder);
        try
        {
            return new SpectraNights(table.Nights, splitSeed, table.Datasets);
        }
        catch (ArgumentException e)
        {
            throw new DatasetException($"{folder}: {e.Message}", e);
        }
    }

    /// <summary>What is drawn, in words: <c>Sleep-EDF stages and band powers</c>.</summary>
    public string Followed { get; }

    /// <summary>How the data set is called wherever it is named: nobody's waveforms.</summary>
    public string Source => $"simulated ({Followed})";

    /// <summary>Of the split by subject.</summary>
    public ulong SplitSeed { get; }

    /// <summary>Pseudonyms as an import gives them (<c>sleep-edf/SC400</c>), so that a person is known again in a recording.</summary>
    public IEnumerable<string> Subjects(Split split) => _split.Subjects(split);

    /// <summary><c>split seed 1: 46 people to train on, 16 for validation, 16 for the test</c>.</summary>
    public string Description => FormattableString.Invariant(
        $"split seed {SplitSeed}: {Subjects(Split.Training).Count()} people to train on, {Subjects(Split.Validation).Count()} for validation, {Subjects(Split.Test).Count()} for the test");

    /// <summary>Whom a bundle knows that has learnt from the training people.</summary>
    public TrainedOn TrainedOn => new() { Datasets = [Source], SplitSeed = SplitSeed, Training = [.. Subjects(Split.Training)], Calibration = [] };

    /// <summary>Whole nights of one part of the people, on a recorder like theirs.</summary>
    public NightSequence Nights(Split split, DrawnWaves waves)
    {
        // Drawn once, however often it is asked for: its plan is kept, its samples are made as they are read.
        Lazy<StagedNight>[] drawn = [.. Of(split).Select((night, number) => new Lazy<StagedNight>(() => Whole(night, number, waves)))];
        return new NightSequence(drawn.Length, number => drawn[number].Value);
    }

    /// <summary>The first night of each person of one part.</summary>
    public NightSequence FirstNights(Split split, DrawnWaves waves)
    {
        var first = Of(split).Index().DistinctBy(night => night.Item.Subject).ToList();
        return new NightSequence(first.Count, n => Whole(first[n].Item, first[n].Index, waves));
    }

    private StagedNight Whole(BandPowerNight night, int number, DrawnWaves waves)
    {
        var drawn = new DrawnNight(night, Waves(night, waves), Bits(NightStream, (ulong)number));
        return Staged(drawn, drawn.AsRecorded(), night, $"{Subject(night)}-{number:d3}");
    }

    /// <summary>A piece of a training subject's night on a random recorder, as training uses it; the same number and seed, the same piece.</summary>
    public StagedNight Piece(ulong seed, int number)
    {
        var random = new SeededRandom(seed, PieceStream + (ulong)number);
        BandPowerNight[] nights = [.. Of(Split.Training)];
        var night = nights[random.Below(nights.Length)];
        var count = Math.Min(night.Epochs.Length, SimulatedSubjects.PieceEpochs(random));
        var piece = Part(night, random.Below(night.Epochs.Length - count + 1), count);
        var drawn = new DrawnNight(piece, piece.Stages, random.NextBits());
        var recorded = drawn.On(new NightSimulatorOptions { Layout = SimulatedSubjects.AnyLayout(random), RateHz = null, RandomRecorder = true });
        return Staged(drawn, recorded, night, $"{Subject(night)}-piece-{seed}-{number:d5}");
    }

    private static BandPowerNight Part(BandPowerNight night, int first, int count) =>
        new(night.Subject, night.Epochs[first..(first + count)], night.Stages[first..(first + count)], night.Values[first..(first + count)]);

    private StagedNight Staged(DrawnNight drawn, SimulatedNight recorded, BandPowerNight night, string name) =>
        StagedNight.Of(recorded, name.Replace('/', '-')) with { Drawn = Source, Subject = Subject(night), Scorings = [new NightScoring("expert", drawn.Stages)] };

    // The public table has two digits of Sleep-EDF's name.
    private static string Subject(BandPowerNight night) => night.Subject.Contains('/', StringComparison.Ordinal) ? night.Subject : $"sleep-edf/SC4{night.Subject}";

    private IEnumerable<BandPowerNight> Of(Split split) => _nights.Where(night => _split[Subject(night)] == split);

    private Stage[] Waves(BandPowerNight night, DrawnWaves waves) =>
        waves == DrawnWaves.Scored ? night.Stages : [.. night.Values.Select(values => (Stage)_reader.Value.Predict(values))];

    private ulong Bits(ulong stream, ulong number) => new SeededRandom(SplitSeed, stream + number).NextBits();
}
