using System.Globalization;
using Streaming.Core.Staging;

namespace Streaming.Training.Evaluation;

/// <summary>A scored night as comma-separated lines. Numbers are written so that they read back to the same bits.</summary>
internal static class HypnogramCsv
{
    private static readonly string[] Stages = ["W", "N1", "N2", "N3", "R"];

    public static IEnumerable<string> Lines(IReadOnlyList<EpochEvidence> evidence, SmoothedNight night, bool probabilities, ConfidenceCaps? caps = null)
    {
        var header = "epoch,onset_s,final,final_confidence,revised,revised_confidence,remark";
        yield return probabilities ? $"{header},{Names("network")},{Names("final")},{Names("revised")}" : header;
        for (var i = 0; i < evidence.Count; i++)
        {
            var (epoch, final, revised) = (evidence[i], night.Final[i], night.Revised[i]);
            var remark = Remark(epoch, isHeldBack: caps is not null && epoch is { Probabilities: not null, HasEyesOrChin: false });
            var (sure, surer) = (ConfidenceCaps.Confidence(caps, final, epoch.HasEyesOrChin), ConfidenceCaps.Confidence(caps, revised, epoch.HasEyesOrChin));
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{epoch.Epoch},{epoch.OnsetSeconds},{Name(final)},{sure:f3},{Name(revised)},{surer:f3},{remark}");
            yield return probabilities ? $"{line},{Five(epoch.Probabilities)},{Five(final.Probabilities)},{Five(revised.Probabilities)}" : line;
        }
    }

    private static string Name(StageDecision decision) => decision.Stage == Stage.Unscorable ? "?" : Stages[(int)decision.Stage];

    private static string Remark(EpochEvidence epoch, bool isHeldBack)
    {
        var strange = epoch.Reason ?? epoch.Novelty?.Reason;
        string?[] remarks = [strange, epoch.IsCalibrating && strange is null ? "calibrating" : null, isHeldBack ? ConfidenceCaps.Remark : null];
        var text = string.Join("; ", remarks.OfType<string>());
        return text is "" or "calibrating" ? text : Quoted(text);
    }

    /// <summary>A field that may hold commas and quotation marks.</summary>
    public static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Names(string prefix) => string.Join(',', Stages.Select(stage => $"{prefix}_{stage}"));

    private static string Five(float[]? values) =>
        values is { Length: 5 } ? string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))) : ",,,,";
}
