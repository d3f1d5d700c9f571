using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Export;
using static System.FormattableString;

namespace Streaming.Training.Optimising;

/// <summary>Makes variants of a bundle, measures them against its graph, and writes them beside it with what was measured.</summary>
/// <param name="compare">Data that neither was fitted to.</param>
internal sealed class BundleOptimiser(
    ModelBundle bundle, NightSequence training, IReadOnlyList<ComparedData> compare, QuantisedPart part, TimeProvider time, TextWriter log)
{
    // Where the CPU has to do what only CUDA is made for, a picture takes a hundred times as long.
    private const int MostElsewhere = 30;

    /// <param name="folder">Where the bundle with its variants is written; may be its own.</param>
    public ModelBundle Write(string folder, IReadOnlyList<VariantKind> kinds, CancellationToken cancellationToken)
    {
        // All is measured before anything is written: a manifest must not name another graph than the one beside it.
        List<(ModelVariant Variant, byte[] Model)> variants =
        [
            .. (bundle.Manifest.Variants ?? []).Where(variant => !kinds.Contains(variant.Kind)).Select(variant => (variant, bundle.ReadVariant(variant))),
            .. kinds.Distinct().Order().Select(kind => Variant(kind, cancellationToken)),
        ];
        Directory.CreateDirectory(folder);
        foreach ((ModelVariant variant, byte[] model) in variants)
        {
            WholeFile.Write(Path.Combine(folder, variant.File), (Stream stream) => stream.Write(model));
        }

        ModelManifest manifest = bundle.Manifest with { Variants = [.. variants.Select(made => made.Variant).OrderBy(variant => variant.Kind)] };
        ModelBundle written = ModelBundle.Write(folder, manifest, bundle.Model, bundle.Card);
        log.WriteLine(Invariant($"written: {folder}, {Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length) / 1e6:f2} MB in all"));
        return written;
    }

    private (ModelVariant Variant, byte[] Model) Variant(VariantKind kind, CancellationToken cancellationToken)
    {
        var maker = new VariantMaker(bundle, part, log);
        (byte[] model, string made) = kind == VariantKind.Int8 ? maker.Int8(training, cancellationToken) : maker.Fp16();
        string name = kind.ToString().ToLowerInvariant();
        string file = $"model.{name}.onnx";
        var trial = new VariantTrial(bundle, model, time);
        (Func<SessionOptions> session, string provider) = kind == VariantKind.Fp16 && HasCuda(name)
            ? (SessionSettings.ForCuda, OnnxStager.Cuda)
            : ((Func<SessionOptions>)SessionSettings.ForCpu, OnnxStager.Cpu);
        bool isOwn = kind == VariantKind.Int8 || provider == OnnxStager.Cuda;
        List<VariantAgreement> agreement = [];
        foreach (ComparedData data in compare)
        {
            agreement.Add(trial.Agreement(data, session, provider, isOwn ? int.MaxValue : MostElsewhere, cancellationToken));
            log.WriteLine(Invariant(
                $"{name}: {data.Name}: epochs={agreement[^1].Epochs} same_stage={agreement[^1].SameStage:f4} same_final={agreement[^1].SameFinal:f4} greatest_probability_difference={agreement[^1].GreatestProbabilityDifference:f4}"));
        }

        var variant = new ModelVariant
        {
            Kind = kind,
            File = file,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(model)),
            Bytes = model.Length,
            SizeRatio = Math.Round((double)model.Length / bundle.Model.Length, 3),
            TimeRatio = isOwn ? Time(trial, session, provider, name) : null,
            Made = Invariant($"{made}; measured on {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, on {provider}"),
            Agreement = agreement,
        };
        log.WriteLine(Invariant($"{name}: {variant.Bytes} bytes, {variant.SizeRatio:f2} of fp32; ")
            + (variant.Agrees ? "agrees with fp32" : Invariant($"must not be served: it keeps {variant.LowestAgreement:p2} of stages, {ModelVariant.LeastAgreement:p1} are needed")));
        return (variant, model);
    }

    private double Time(VariantTrial trial, Func<SessionOptions> session, string provider, string name)
    {
        (double ratio, double reference) = trial.Time(compare[0].Nights[0], session, provider);
        log.WriteLine(Invariant($"{name}: time_ratio={ratio:f3} of fp32's {reference:f2} ms a picture on {provider}, one thread"));
        return ratio;
    }

    private bool HasCuda(string name)
    {
        try
        {
            SessionSettings.ForCuda().Dispose();
            return true;
        }
        catch (CudaUnavailableException e)
        {
            log.WriteLine($"{name}: compared on the CPU, which is slow at it, on {MostElsewhere} epochs a night, and not timed: {e.Message}");
            return false;
        }
    }
}
