using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Graph;
using Streaming.Training.Learning;
using Streaming.Training.Networks;
using static System.FormattableString;

namespace Streaming.Training.Evaluation;

/// <summary>Holds an engine against the CPU. A pool refuses or falls back exactly as the service's does.</summary>
internal sealed class ProviderComparison(ScoringProvider provider, TimeProvider time, TextWriter log)
{
    private const int Most = 64;
    private const double PaceSeconds = 1.5;
    private static readonly int[] s_batches = [1, 8, 32, Most];

    /// <summary>A bundle's answers to a night, batch 1, as the service asks.</summary>
    public void Answers(ModelBundle bundle, StagedNight night, CancellationToken cancellationToken)
    {
        using var cpu = Open(bundle, ScoringProvider.Cpu);
        using var other = Open(bundle, provider);
        log.WriteLine($"answers: {other.Conditions}");
        using var reference = new EpochScorer(cpu.Create());
        using var candidate = new EpochScorer(other.Create());
        using var again = new EpochScorer(other.Create());
        var (epochs, changed, repeated, logit, probability) = (0, 0, 0, 0.0, 0.0);
        foreach (var epoch in NightEpochs.Of(night, bundle.Spec.Signal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reference.Score(epoch) is not { } first || candidate.Score(epoch) is not { } second) continue;
            epochs++;
            logit = Math.Max(logit, Greatest(first.Logits, second.Logits));
            probability = Math.Max(probability, Greatest(first.Probabilities, second.Probabilities));
            if (Stage(first) != Stage(second)) changed++;
            if (again.Score(epoch)!.Logits.SequenceEqual(second.Logits)) repeated++;
        }
        log.WriteLine(Invariant(
            $"answers: epochs={epochs} greatest_logit_difference={logit:e1} greatest_probability_difference={probability:e1} stages_changed={changed} same_bits_again={repeated}"));
    }

    /// <summary>Whether a row's answer depends on its neighbours, and on how many they are.</summary>
    public void Batches()
    {
        var images = Pictures(Most);
        var whole = Run(images, Most);
        foreach (var batch in s_batches)
        {
            var padded = images.AsSpan().ToArray();
            padded.AsSpan(batch / 2 * (images.Length / Most)).Clear();
            var (alone, with) = (Run(images, batch), Run(padded, batch));
            var rows = Math.Max(1, batch / 2) * StageNetPlan.Whole.Classes;
            var kept = batch == 1 || alone.AsSpan(0, rows).SequenceEqual(with.AsSpan(0, rows));
            log.WriteLine(Invariant(
                $"batches: batch={batch} rows_keep_their_bits_beside_blank_ones={kept} greatest_logit_difference_from_batch_{Most}={Greatest(alone, whole):e1}"));
        }
    }

    /// <summary>Images a second at each batch, pictures at hand, copies to the device and back included.</summary>
    public void Paces(CancellationToken cancellationToken)
    {
        foreach (var engine in (ScoringProvider[])[ScoringProvider.Cpu, provider])
            foreach (var batch in s_batches)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var session = Session(batch, Pictures(batch), engine, out _);
                for (var i = 0; i < 3; i++) session.Run();
                var (started, runs) = (time.GetTimestamp(), 0);
                for (; time.GetElapsedTime(started).TotalSeconds < PaceSeconds; runs++) session.Run();
                log.WriteLine(Invariant(
                    $"pace: provider={session.Provider} batch={batch} images_per_second={runs * batch / time.GetElapsedTime(started).TotalSeconds:f0}"));
            }
    }

    // All pictures, a batch at a time.
    private float[] Run(byte[] images, int batch)
    {
        var part = new byte[images.Length / Most * batch];
        using var session = Session(batch, part, provider, out var logits);
        var all = new float[Most * StageNetPlan.Whole.Classes];
        for (var first = 0; first < Most; first += batch)
        {
            images.AsSpan(first * (images.Length / Most), part.Length).CopyTo(part);
            session.Run();
            logits.CopyTo(all.AsSpan(first * StageNetPlan.Whole.Classes));
        }
        return all;
    }

    // StageNet with start values: bundles hold a graph of one picture.
    private static BoundSession Session(int batch, byte[] images, ScoringProvider engine, out float[] logits)
    {
        var network = StageNetPlan.Whole;
        var parameters = StageNet.Build(network, 1, training: false).Parameters.Initialise(1);
        var session = new BoundSession(StageNet.Export(network, parameters, batch), 1, provider: engine);
        logits = new float[batch * network.Classes];
        session.Input<byte>(NetworkGraph.Image, images, [batch, .. network.ImageShape]);
        session.Output<float>(NetworkGraph.Logits, logits, [batch, network.Classes]);
        session.Output<float>(NetworkGraph.Attention, new float[batch * network.Tokens], [batch, network.Derivations, network.Seconds]);
        return session;
    }

    private static byte[] Pictures(int count)
    {
        var random = new Random(1);
        var images = new byte[count * Shapes.Count(StageNetPlan.Whole.ImageShape)];
        for (var i = 0; i < images.Length; i++) images[i] = random.Next(12) == 0 ? (byte)random.Next(256) : (byte)0;
        return images;
    }

    private static StagerPool Open(ModelBundle bundle, ScoringProvider engine) =>
        new(bundle, new ScoringOptions { Provider = engine, Workers = 1 }, NullLogger<StagerPool>.Instance);

    private static int Stage(StageEstimate estimate) => Array.IndexOf(estimate.Probabilities, estimate.Probabilities.Max());

    private static double Greatest(float[] one, float[] other) => one.Zip(other, (a, b) => (double)Math.Abs(a - b)).Max();
}
