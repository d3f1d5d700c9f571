using Streaming.Core.Evidence;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Tests.Core.Rendering;

namespace Streaming.Tests.Golden;

/// <summary>The picture with what a decision rests on draws today what it drew when a person last looked.</summary>
public sealed class OverlayTests
{
    [Fact]
    public void An_overlay_draws_what_was_looked_at()
    {
        var image = Draw();
        var golden = Repository.At("tests", "Streaming.Tests", "Golden", "display-overlay.png");
        using var png = new MemoryStream();
        PngWriter.Write(image, png);
        if (Environment.GetEnvironmentVariable("STREAMING_GOLDEN") == "write") File.WriteAllBytes(golden, png.ToArray());
        var expected = PngReader.Read(File.ReadAllBytes(golden));

        Assert.Equal((image.Spec.Width, image.Spec.Height, image.Spec.Planes), (expected.Width, expected.Height, expected.Planes));
        Assert.Equal(0, Enumerable.Range(0, image.Pixels.Length).Count(i => image.Pixels[i] != expected.Pixels[i]));
    }

    [Fact]
    public void An_overlay_is_refused_over_a_picture_for_networks()
    {
        var epoch = SyntheticEpoch.Make();
        var findings = Findings(epoch);
        Assert.Throws<ArgumentException>(() =>
            EvidenceOverlay.Draw(Epochs.Draw(epoch, Epochs.Lossless), findings, Reason(findings), null));
    }

    private static EpochImage Draw()
    {
        var epoch = SyntheticEpoch.Make();
        var image = Epochs.Draw(epoch, RenderSpecs.Find(RenderSpecs.DisplayName, Epochs.Signal)!);
        var findings = Findings(epoch);
        float[] saliency = [.. Enumerable.Range(0, 180).Select(cell => (cell % 30 - 8) % 7 * (cell / 30 + 1) / 10f)];
        EvidenceOverlay.Draw(image, findings, Reason(findings), saliency);
        return image;
    }

    private static EpochFindings Findings(Streaming.Core.Windowing.Epoch epoch)
    {
        var channels = Enumerable.Range(0, 8).Select(n => new Channel(n, $"c{n}", ChannelKind.Other, "uV", 100, new("-3276.8", "3276.7", -32768, 32767)));
        var study = new Study(Guid.Empty, DateTimeOffset.UnixEpoch, Rational.Zero, [.. channels]);
        return new FindingsReader(study, Montage.Resolve(study), new EvidenceOptions { TrustedGain = true }).Read(epoch);
    }

    private static Reason Reason(EpochFindings findings) => Explainer.Explain(
        new StageDecision(127, Streaming.Core.Staging.Revision.Final, Stage.R, [0.02f, 0.03f, 0.1f, 0.05f, 0.8f], 0), RuleBook.Read(findings), findings.Observed);
}
