using Google.Protobuf;
using Streaming.Core.Rendering;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Graph.Onnx;
using Streaming.Training.Learning;
using Streaming.Training.Networks;
using static System.FormattableString;

namespace Streaming.Training.Optimising;

/// <summary>Writes a bundle's graph in smaller numbers.</summary>
internal sealed class VariantMaker(ModelBundle bundle, QuantisedPart part, TextWriter log)
{
    private const int EpochsOfNight = 4;
    private static readonly double[] s_strengths = [0, 0.25, 0.5];

    /// <param name="nights">Training nights; a few epochs of each are calibrated on.</param>
    /// <returns>The ONNX file, and how it was made.</returns>
    public (byte[] Model, string Made) Int8(NightSequence nights, CancellationToken cancellationToken)
    {
        ModelProto graph = Served();
        Func<NodeProto, bool> choose = part == QuantisedPart.Convolutions ? node => node.OpType == "Conv" : _ => true;
        IReadOnlyList<string> points = IntegerGraph.Points(graph, choose);
        if (points.Count == 0)
        {
            throw new NotSupportedException($"{bundle.Folder}: int8 needs products with constant weights before the head; this graph has none.");
        }

        byte[][] pictures = [.. Pictures(nights, cancellationToken)];
        (ModelProto best, double least, double chosen) = (graph, double.PositiveInfinity, 0);
        foreach (double strength in s_strengths)
        {
            ModelProto equal = Equalisation.Of(graph, pictures, strength, cancellationToken);
            ModelProto whole = IntegerGraph.Of(
                equal, choose, Calibration.Spans(equal, pictures, points, cancellationToken),
                InputMoments.Of(equal, pictures, IntegerGraph.Nodes(equal, choose), cancellationToken));
            double error = Error(graph, whole, pictures, cancellationToken);
            log.WriteLine(Invariant($"int8: {points.Count} tensors calibrated on {pictures.Length} pictures, equalised by {strength:f2}: mean squared difference of logits {error:e2}"));
            (best, least, chosen) = error < least ? (whole, error, strength) : (best, least, chosen);
        }

        return (best.ToByteArray(), Invariant(
            $"{(part == QuantisedPart.Convolutions ? "convolutions" : "convolutions and products")} but the head in whole numbers, channels equalised by {chosen:f2}, calibrated on {pictures.Length} pictures of {nights.Count} simulated training nights"));
    }

    private double Error(ModelProto reference, ModelProto candidate, IReadOnlyList<byte[]> pictures, CancellationToken cancellationToken)
    {
        string[] output = [bundle.Manifest.Logits];
        List<float[]> expected = [];
        (int next, double sum) = (0, 0);
        Calibration.Read(reference, pictures, output, (_, logits, _) => expected.Add(logits.ToArray()), cancellationToken);
        Calibration.Read(candidate, pictures, output, (_, logits, _) =>
        {
            float[] right = expected[next++];
            for (int i = 0; i < right.Length; i++) sum += Math.Pow(right[i] - logits[i], 2) / right.Length;
        }, cancellationToken);
        return sum / expected.Count;
    }

    /// <returns>The ONNX file, and how it was made.</returns>
    public (byte[] Model, string Made) Fp16() => (HalfGraph.Of(ModelProto.Parser.ParseFrom(bundle.Model)).ToByteArray(),
        "half precision apart from normalisations, softmax, sums over axes, head and outputs");

    // StageNet is written anew with convolutions; any other graph is taken as it is.
    private ModelProto Served()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(bundle.Model);
        if (StageNetParameters.Of(model, StageNetPlan.Networks) is not { } known) return model;
        return ModelProto.Parser.ParseFrom(StageNet.Export(known.Options, known.Values, convolutions: true));
    }

    private IEnumerable<byte[]> Pictures(NightSequence nights, CancellationToken cancellationToken)
    {
        var renderer = new WaveformRenderer(bundle.Spec);
        foreach (StagedNight night in nights.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            LabelledEpoch[] epochs = [.. NightEpochs.Labelled(night, bundle.Spec.Signal)];
            for (int i = 0; i < Math.Min(EpochsOfNight, epochs.Length); i++)
            {
                var image = new EpochImage(bundle.Spec);
                renderer.Draw(epochs[((2 * i) + 1) * epochs.Length / (2 * EpochsOfNight)].Epoch, image);
                yield return image.Pixels;
            }
        }
    }
}
