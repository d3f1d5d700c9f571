using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Evidence;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Scoring;
using Streaming.Training.Datasets;

namespace Streaming.Training.Explaining;

/// <summary>Pictures of explained epochs for people to look at: of every stage some that were staged right and some that were not.</summary>
internal static class ExplanationGallery
{
    private const int Each = 3, Right = 2, Apart = 12;

    /// <summary>Writes <c>STAGE-right-N.png</c> and <c>STAGE-wrong-N.png</c>, named by what the sleeper did, and the sentences in README.md.</summary>
    public static void Write(StagedNight night, ModelBundle bundle, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        using var pool = new StagerPool(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu, Workers = 1 }, NullLogger<StagerPool>.Instance);
        var mapper = new AblationMapper(pool.Create, Environment.ProcessorCount);
        var lines = new List<string> { $"# Explained epochs of {night.Name}", "" };
        foreach (var (name, epoch, findings, reason) in Chosen(night, bundle, pool))
        {
            var map = mapper.Map(epoch, reason.Stage, cancellationToken);
            var image = new EpochImage(RenderSpecs.Display);
            new WaveformRenderer(RenderSpecs.Display).Draw(epoch, image);
            EvidenceOverlay.Draw(image, findings, reason, map);
            using (var file = File.Create(Path.Combine(folder, name + ".png"))) PngWriter.Write(image, file);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"- **{name}** (epoch {epoch.Number}): {reason.Sentence}"));
        }
        File.WriteAllLines(Path.Combine(folder, "README.md"), lines);
    }

    private static List<(string Name, Epoch Epoch, EpochFindings Findings, Reason Reason)> Chosen(StagedNight night, ModelBundle bundle, StagerPool pool)
    {
        using var scorer = new EpochScorer(pool.Create());
        var reader = new FindingsReader(night.Study, Montage.Resolve(night.Study), new EvidenceOptions());
        var smoother = new StageSmoother(bundle.Manifest.Smoother);
        var chosen = new List<(string Name, Epoch Epoch, EpochFindings Findings, Reason Reason)>();
        var last = new Dictionary<string, (int Count, long Epoch)>();
        foreach (var epoch in NightEpochs.Of(night, bundle.Spec.Signal))
        {
            var final = smoother.Accept(epoch.Number, scorer.Score(epoch)?.Probabilities)[0];
            var findings = reader.Read(epoch);
            reader.Decide(findings, final.Stage);
            if (final.Stage == Stage.Unscorable || night.Reference.At(epoch.Number) is not { } truth) continue;
            var kind = $"{truth}-{(final.Stage == truth ? "right" : "wrong")}";
            var (count, before) = last.GetValueOrDefault(kind, (0, -Apart));
            if (count >= Right || epoch.Number - before < Apart || epoch.Number < 3) continue;
            last[kind] = (count + 1, epoch.Number);
            var reason = Explainer.Explain(final, RuleBook.Read(findings), findings.Observed);
            chosen.Add(($"{kind}-{count + 1}", epoch, findings, reason));
        }
        return Few(chosen);
    }

    // Three a stage: one that was not staged right, more where fewer were.
    private static List<(string Name, Epoch Epoch, EpochFindings Findings, Reason Reason)> Few(
        List<(string Name, Epoch Epoch, EpochFindings Findings, Reason Reason)> chosen) =>
        [.. chosen.GroupBy(one => one.Name.Split('-')[0]).SelectMany(stage => stage.OrderBy(one => one.Name, StringComparer.Ordinal).Take(Each))];
}
