using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>Collects what the rules say of one epoch, and words amounts and places the same everywhere.</summary>
internal sealed class EvidenceNotes
{
    /// <summary>Of a lone spindle or K-complex against another stage: muscle and alpha make a brief one now and then, which is no ground to contradict
    /// a sure network.</summary>
    public const double Doubtful = 0.4;

    private readonly List<RuleEvidence> _said = [];

    public void For(string rule, Stage stage, double strength, string text) => _said.Add(new(rule, stage, true, Math.Clamp(strength, 0, 1), text));

    public void Against(string rule, Stage stage, double strength, string text) => _said.Add(new(rule, stage, false, Math.Clamp(strength, 0, 1), text));

    /// <summary>Strongest first; what is equally strong stays in the order of the rules.</summary>
    public RuleEvidence[] Sorted() => [.. _said.OrderByDescending(entry => entry.Strength)];

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * share + 0.5)} %");

    public static string Number(double value) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(10 * value + 0.5) / 10:0.#}");

    /// <summary>Second of the epoch at which something begins, 0 to 29.</summary>
    public static string Second(EpochFindings findings, Finding found) =>
        Math.Clamp(Math.Floor(found.OnsetSeconds - findings.StartSeconds), 0, 29).ToString(CultureInfo.InvariantCulture);

    public static string Place(DerivationRow row) => row switch
    {
        DerivationRow.Frontal => "frontal",
        DerivationRow.Central => "central",
        DerivationRow.Occipital => "occipital",
        _ => "EOG",
    };

    /// <summary>"a K-complex at second 7 (frontal)".</summary>
    public static string Marker(EpochFindings findings, Finding found) =>
        $"{Name(found.Kind)} at second {Second(findings, found)} ({Place(found.Row)})";

    public static string Name(FindingKind kind) => kind == FindingKind.KComplex ? "a K-complex" : "a spindle";

    /// <summary>"1 blink", "3 blinks".</summary>
    public static string Count(int count, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {one}{(count == 1 ? "" : "s")}");
}
