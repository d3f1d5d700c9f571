using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Evidence;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;

namespace Streaming.Training.Explaining;

/// <summary>Explains pictures of simulated nights whose stage the network got right, and tries the explanations.</summary>
internal sealed class SaliencyStudy(ModelBundle bundle, int workers, int perStage, EvidenceOptions options) : IDisposable
{
    private const int TryEvery = 6; // each noise and the shuffled weights cost a map
    private static readonly double[] s_noises = [0.01, 0.02, 0.05, 0.1];
    private static readonly double[] s_shares = [0, 0.05, 0.1, 0.2, 0.4, 0.7, 1];
    private readonly StagerPool _pool = Open(bundle);
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-shuffled-").FullName;
    private readonly ReasonTally _reasons = new();
    private readonly ReviewTally _review = new();
    private StagerPool? _shuffled;

    /// <summary>Shares of the cells taken away, or put back.</summary>
    public static IReadOnlyList<double> Shares => s_shares;

    /// <summary>Noise added, as a share of the row's scale.</summary>
    public static IReadOnlyList<double> Noises => s_noises;

    /// <summary>How often reasons and the sleeper's own stage agree, and what the order of a review is worth.</summary>
    public IEnumerable<string> ReasonLines() => [.. _reasons.Lines(), .. _review.Lines()];

    /// <summary>Gives the reasons of a night, and explains up to so many pictures a stage of it, spread over it.</summary>
    public void Read(StagedNight night, SaliencyReport report, CancellationToken cancellationToken)
    {
        using var scorer = new EpochScorer(_pool.Create());
        Reason(night, scorer, cancellationToken);
        if (perStage == 0) return;
        var mapper = new AblationMapper(_pool.Create, workers);
        _shuffled ??= Open(ShuffledModel.Write(bundle, _folder, 1));
        var blind = new AblationMapper(_shuffled.Create, workers);
        var events = DefiningCells.Measured(night);
        foreach (var (epoch, stage, estimate) in Chosen(night, scorer))
        {
            var map = mapper.Map(epoch, stage, cancellationToken);
            var picture = new ExplainedPicture(epoch, stage, map, estimate.Attention, DefiningCells.Of(epoch, stage, events));
            report.Add(picture);
            if (picture.HasTarget)
            {
                var groups = CellGroups.Of(epoch);
                report.AddGroups(stage, CellGroups.Point(groups, mapper.Weigh(epoch, stage, groups, cancellationToken), picture.Defining));
            }
            if (report.Count % TryEvery != 0) continue;
            var random = new SeededRandom((ulong)report.Count, 7);
            report.AddNoise([.. s_noises.Select(share => picture.Agreement(map, mapper.Map(Noisy(epoch, share, random), stage, cancellationToken)))]);
            report.AddShuffled(picture.Agreement(map, blind.Map(epoch, stage, cancellationToken)));
            report.AddCurves(Curve(scorer, picture, map, random), stage);
        }
    }

    private void Reason(StagedNight night, EpochScorer scorer, CancellationToken cancellationToken)
    {
        var read = new NightReader([bundle], [scorer], [RecordingCondition.AsRecorded]).Read(night, cancellationToken)[0][0].Evidence;
        var decisions = SmoothedNight.Of(read.Select(epoch => epoch.Probabilities), bundle.Manifest.Smoother);
        var reasons = NightReasons.Of(night, bundle.Spec.Signal, decisions, bundle.Manifest.ConfidenceCaps, options);
        Stage?[] reference = [.. read.Select(epoch => night.Reference.At(epoch.Epoch))];
        _reasons.Add(reasons.Final, reference);
        _review.Add(reasons.Revised, reference);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _shuffled?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private List<(Epoch Epoch, Stage Stage, StageEstimate Estimate)> Chosen(StagedNight night, EpochScorer scorer)
    {
        var right = new Dictionary<Stage, List<(Epoch Epoch, Stage Stage, StageEstimate Estimate)>>();
        foreach (var epoch in NightEpochs.Of(night, bundle.Spec.Signal))
        {
            if (scorer.Score(epoch) is not { } estimate || night.Reference.At(epoch.Number) is not { } stage) continue;
            if (Array.IndexOf(estimate.Probabilities, estimate.Probabilities.Max()) != (int)stage || stage is Stage.W or Stage.N1) continue;
            if (!right.TryGetValue(stage, out var list)) right[stage] = list = [];
            list.Add((epoch, stage, estimate));
        }
        return [.. right.Values.SelectMany(list => Enumerable.Range(0, Math.Min(perStage, list.Count)).Select(i => list[i * list.Count / Math.Min(perStage, list.Count)]))];
    }

    // By share of the cells: log-odds left when the weightiest go first, when random ones do, and when the weightiest alone are there.
    private static (double Deleted, double Random, double Inserted)[] Curve(EpochScorer scorer, ExplainedPicture picture, float[] map, SeededRandom random)
    {
        int[] heavy = [.. picture.Present.OrderByDescending(cell => map[cell])];
        int[] any = [.. picture.Present.OrderBy(_ => random.NextDouble())];
        double LogOdds(IEnumerable<int> without) =>
            AblationMapper.LogOdds(scorer.Score(AblationMapper.Without(picture.Epoch, [.. without]))!.Logits, picture.Stage);
        return [.. s_shares.Select(share =>
        {
            var count = (int)Math.Round(share * heavy.Length);
            return (LogOdds(heavy.Take(count)), LogOdds(any.Take(count)), LogOdds(heavy.Skip(count)));
        })];
    }

    private static Epoch Noisy(Epoch epoch, double share, SeededRandom random)
    {
        var same = AblationMapper.Without(epoch);
        return new Epoch
        {
            Number = same.Number,
            StartSeconds = same.StartSeconds,
            Rows = [.. same.Rows.Select((row, n) => row?.Select(value => value + (float)(share * same.ScalesMicrovolts[n] * random.Normal())).ToArray())],
            ScalesMicrovolts = same.ScalesMicrovolts,
            Derivations = same.Derivations,
            Accounts = same.Accounts,
        };
    }

    private static StagerPool Open(ModelBundle bundle) =>
        new(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu, Workers = 1 }, NullLogger<StagerPool>.Instance);
}
