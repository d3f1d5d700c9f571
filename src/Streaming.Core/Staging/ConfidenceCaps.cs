using System.Text.Json.Serialization;

namespace Streaming.Core.Staging;

/// <summary>The most confidence a decision may state where signals that tell its stage apart were not recorded; part of a model bundle.</summary>
/// <remarks>W, N1 and R differ by eyes and chin tone (AASM): with the brain's rows alone their confidence is held to what such decisions reached
/// on validation subjects. The stage and the probabilities stay.</remarks>
public sealed record ConfidenceCaps
{
    /// <summary>What every result says that these bear on.</summary>
    public const string Remark = "no eye or chin row: confidence in W, N1 and R is held back";

    /// <summary>By stage, class order W N1 N2 N3 R, where no eye and no chin row was drawn: 0..1; 1 holds nothing back.</summary>
    public required double[] EegOnly { get; init; }

    /// <summary>Stages whose cap was assumed, not measured: validation subjects showed too few such decisions. Null (and absent from the file): none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Stage[]? Assumed { get; init; }

    /// <summary>The confidence to state for a decision, 0..1.</summary>
    /// <param name="caps">Of the bundle; null: it has none.</param>
    /// <param name="decision">FINAL, REVISED or PROVISIONAL.</param>
    /// <param name="hasEyesOrChin">An eye or chin row was drawn.</param>
    public static float Confidence(ConfidenceCaps? caps, StageDecision decision, bool hasEyesOrChin) =>
        caps is null || hasEyesOrChin || decision.Stage == Stage.Unscorable
            ? decision.Confidence
            : Math.Min(decision.Confidence, (float)caps.EegOnly[(int)decision.Stage]);

    /// <summary>What is wrong, naming the field, its value and its limit; null where nothing is.</summary>
    public string? Fault()
    {
        if (EegOnly is not { Length: SmootherSpec.Classes }) return $"eegOnly has {EegOnly?.Length ?? 0} values, {SmootherSpec.Classes} are needed.";
        foreach (var value in EegOnly)
            if (!(value is >= 0 and <= 1)) return $"eegOnly has a value of {value}, it must be from 0 to 1.";
        return null;
    }
}
