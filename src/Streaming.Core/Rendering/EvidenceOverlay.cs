using System.Globalization;
using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using static Streaming.Core.Rendering.DisplayLayout;

namespace Streaming.Core.Rendering;

/// <summary>Draws over the picture for people what a decision rests on: found events as tinted boxes, and below each trace how much of the stage
/// each second carries.</summary>
/// <remarks>Events are the detectors'; the strip is the network's (ablation). Where the two disagree, that is what there is to see.</remarks>
public static class EvidenceOverlay
{
    private const int StripHeight = 9;
    private const int NameHeight = BitmapFont.Height + 2;
    private static readonly Colour s_strip = new(24, 88, 200);

    /// <param name="image">Of the <see cref="RenderSpecs.DisplayName"/> preset, already drawn.</param>
    /// <param name="findings">Of the same epoch.</param>
    /// <param name="reason">Its stage goes into the title.</param>
    /// <param name="saliency">[6 × 30]: only what is above 0 is shown, against the largest; null shows none.</param>
    /// <exception cref="ArgumentException">The image is of another preset.</exception>
    public static void Draw(EpochImage image, EpochFindings findings, Reason reason, float[]? saliency)
    {
        if (image.Spec.Preset != RenderSpecs.DisplayName)
            throw new ArgumentException($"An overlay is drawn over '{RenderSpecs.DisplayName}', not over '{image.Spec.Preset}'.", nameof(image));
        var ink = new ColourInk(image.Pixels, Width, Height);
        foreach (var found in findings.Events) Box(ink, found, findings);
        var places = new NamePlaces(stackalloc int[6 * NamePlaces.Lines]);
        foreach (var found in findings.Events) Name(ink, found, findings, places);
        if (saliency is not null) Strips(ink, saliency);
        Title(ink, reason);
    }

    private static void Box(ColourInk ink, Finding found, EpochFindings findings)
    {
        var (from, to) = (Column(found.OnsetSeconds, findings), Column(found.EndSeconds, findings));
        var (first, last) = Rows(found, findings.Observed);
        var colour = Sign(found.Kind).Colour;
        var (top, bottom) = (Top + first * RowHeight + 2, Top + (last + 1) * RowHeight - StripHeight - 3);
        ink.Tint(from, top, Math.Max(to, from + 2), bottom, colour, 52);
        ink.Fill(from, top, Math.Max(to, from + 2), top + 2, colour);
    }

    // On paper, so that it can be read on a trace. One that finds no place is left out: the box is there.
    private static void Name(ColourInk ink, Finding found, EpochFindings findings, NamePlaces places)
    {
        var (name, colour) = Sign(found.Kind);
        var first = Rows(found, findings.Observed).First;
        var width = name.Length * BitmapFont.Advance;
        var left = Math.Min(Column(found.OnsetSeconds, findings) + 1, Left + PageWidth - width);
        if (places.Take(first, left, left + width) is not (>= 0 and var line)) return;
        var top = Top + first * RowHeight + 6 + line * NameHeight;
        ink.Tint(left, top - 1, left + width, top + NameHeight - 1, Paper, 170);
        ink.Text(name, left, top, 1, colour);
    }

    private static int Column(double seconds, EpochFindings findings) =>
        Left + (int)Math.Clamp((seconds - findings.StartSeconds) * PixelsPerSecond, 0, PageWidth);

    // Eye movements are seen in both eyes; an arousal or a movement everywhere.
    private static (int First, int Last) Rows(Finding found, Observed observed) => found.Kind switch
    {
        FindingKind.Arousal or FindingKind.Movement => (0, 5),
        FindingKind.RapidEyeMovement or FindingKind.SlowEyeMovement or FindingKind.Blink when observed.EyeRows == 2 =>
            ((int)DerivationRow.LeftEye, (int)DerivationRow.RightEye),
        _ => ((int)found.Row, (int)found.Row),
    };

    private static (string Name, Colour Colour) Sign(FindingKind kind) => kind switch
    {
        FindingKind.Spindle => ("SPINDLE", new(140, 40, 160)),
        FindingKind.KComplex => ("K", new(200, 40, 60)),
        FindingKind.SlowWave => ("SW", new(40, 120, 170)),
        FindingKind.VertexWave => ("V", new(190, 110, 0)),
        FindingKind.SawtoothWaves => ("SAW", new(110, 110, 20)),
        FindingKind.RapidEyeMovement => ("REM", new(0, 130, 90)),
        FindingKind.SlowEyeMovement => ("SEM", new(90, 140, 60)),
        FindingKind.Blink => ("BLINK", new(120, 90, 60)),
        FindingKind.Arousal => ("AROUSAL", new(220, 90, 0)),
        _ => ("MOVEMENT", new(110, 110, 110)),
    };

    private static void Strips(ColourInk ink, float[] saliency)
    {
        var most = 0f;
        foreach (var value in saliency) most = Math.Max(most, value);
        for (var cell = 0; most > 0 && cell < saliency.Length; cell++)
        {
            var (row, second) = (cell / Epoch.Seconds, cell % Epoch.Seconds);
            var left = Left + second * PixelsPerSecond;
            var bottom = Top + (row + 1) * RowHeight;
            var share = Math.Max(0, saliency[cell]) / most;
            ink.Tint(left, bottom - StripHeight, left + PixelsPerSecond - 1, bottom, s_strip, (int)(240 * share + 0.5f));
        }
    }

    private static void Title(ColourInk ink, Reason reason)
    {
        var stage = reason.Stage == Stage.Unscorable
            ? "unscorable"
            : string.Create(CultureInfo.InvariantCulture, $"{reason.Stage} {Math.Floor(100 * reason.Confidence + 0.5) / 100:0.00}");
        var end = ink.Text(stage, Left + 700, 8, 2, Text);
        if (reason.IsContradicted) ink.Text("rules disagree", end + 18, 8, 2, Warning);
        ink.Text("strip: loss without this second", Left + 22, Bottom + 12, 1, s_strip);
    }
}
