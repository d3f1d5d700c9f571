using Microsoft.ML.OnnxRuntime;
using Streaming.Core.Rendering;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;

namespace Streaming.Training.Optimising;

/// <summary>Holds a variant against the graph it was made from, on the serving path: one picture at a time, one thread.</summary>
internal sealed class VariantTrial(ModelBundle bundle, byte[] variant, TimeProvider time)
{
    private const int Rounds = 4;
    private const int TimedPictures = 64;

    /// <summary>Compares the answers with those of the reference on the CPU.</summary>
    /// <param name="session">Of the variant.</param>
    /// <param name="most">Epochs of a night that are read.</param>
    public VariantAgreement Agreement(ComparedData data, Func<SessionOptions> session, string provider, int most, CancellationToken cancellationToken)
    {
        using OnnxStager reference = Open(bundle.Model, SessionSettings.ForCpu(), OnnxStager.Cpu);
        using OnnxStager candidate = Open(variant, session(), provider);
        (long epochs, long same, long final, double difference) = (0, 0, 0, 0);
        foreach (StagedNight night in data.Nights.All())
        {
            (float[]?[] first, float[]?[] second) = Read(night, reference, candidate, most, cancellationToken);
            IReadOnlyList<Stage?> one = SmoothedNight.Of(first, bundle.Manifest.Smoother).FinalStages;
            IReadOnlyList<Stage?> other = SmoothedNight.Of(second, bundle.Manifest.Smoother).FinalStages;
            for (int i = 0; i < first.Length; i++)
            {
                if (first[i] is not { } expected || second[i] is not { } found) continue;
                epochs++;
                same += Array.IndexOf(expected, expected.Max()) == Array.IndexOf(found, found.Max()) ? 1 : 0;
                final += one[i] == other[i] ? 1 : 0;
                difference = Math.Max(difference, expected.Zip(found, (a, b) => (double)Math.Abs(a - b)).Max());
            }
        }

        return new VariantAgreement
        {
            Data = data.Name,
            Simulated = data.Simulated,
            Nights = data.Nights.Count,
            Epochs = epochs,
            SameStage = Share(same, epochs),
            SameFinal = Share(final, epochs),
            GreatestProbabilityDifference = Math.Round(difference, 4),
        };
    }

    /// <summary>Its time for a picture over that of the reference, in turns; the median of each. Milliseconds of the reference beside it.</summary>
    /// <param name="session">Makes the settings of the provider it is for.</param>
    public (double Ratio, double ReferenceMilliseconds) Time(StagedNight night, Func<SessionOptions> session, string provider)
    {
        EpochImage[] pictures = [.. NightEpochs.Of(night, bundle.Spec.Signal).Where(epoch => epoch.UnscorableReason is null).Take(TimedPictures).Select(Draw)];
        using OnnxStager reference = Open(bundle.Model, session(), provider);
        using OnnxStager candidate = Open(variant, session(), provider);
        (List<double> first, List<double> second) = ([], []);
        for (int round = 0; round < Rounds; round++)
        {
            foreach (EpochImage picture in pictures)
            {
                (double one, double other) = (Once(reference, picture), Once(candidate, picture));
                if (round == 0) continue; // warm-up
                first.Add(one);
                second.Add(other);
            }
        }

        return (Math.Round(Median(second) / Median(first), 3), Median(first));
    }

    private (float[]?[] Reference, float[]?[] Candidate) Read(
        StagedNight night, OnnxStager reference, OnnxStager candidate, int most, CancellationToken cancellationToken)
    {
        (List<float[]?> first, List<float[]?> second) = ([], []);
        foreach (Epoch epoch in NightEpochs.Of(night, bundle.Spec.Signal).Take(most))
        {
            cancellationToken.ThrowIfCancellationRequested();
            EpochImage? picture = epoch.UnscorableReason is null ? Draw(epoch) : null;
            first.Add(picture is null ? null : reference.Estimate(picture).Probabilities);
            second.Add(picture is null ? null : candidate.Estimate(picture).Probabilities);
        }

        return ([.. first], [.. second]);
    }

    private EpochImage Draw(Epoch epoch)
    {
        var image = new EpochImage(bundle.Spec);
        new WaveformRenderer(bundle.Spec).Draw(epoch, image);
        return image;
    }

    private OnnxStager Open(byte[] model, SessionOptions options, string provider)
    {
        using (options)
        {
            return new OnnxStager(bundle, new ModelGraph(model, bundle.Identity, null), new InferenceSession(model, options), provider, ownsSession: true);
        }
    }

    private double Once(OnnxStager stager, EpochImage picture)
    {
        long started = time.GetTimestamp();
        stager.Estimate(picture);
        return time.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : Math.Floor(1e4 * part / whole) / 1e4; // never rounded up

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
