using Streaming.Core.Signals;

namespace Streaming.Core.Novelty;

/// <summary>What the signals a network was trained on look like; part of a model bundle. What lies outside is flagged out of distribution.</summary>
public sealed record NoveltySpec
{
    /// <summary>Frontal, central and occipital rows; null, as for the other kinds: none was trained on, none is judged.</summary>
    public required NoveltyRows? Brain { get; init; }

    /// <summary>Rows of the eyes.</summary>
    public required NoveltyRows? Eyes { get; init; }

    /// <summary>The chin's row.</summary>
    public required NoveltyRows? Chin { get; init; }

    /// <summary>Of the network's answer: two numbers, the energy of the logits and the lead of the first over the second.</summary>
    public required NoveltyReference Network { get; init; }

    /// <summary>Distance, in multiples of the usual one, at which a shape or an answer is flagged; above 0. Set so that few ordinary validation
    /// epochs are. Scales are flagged beyond their range.</summary>
    public required double Limit { get; init; }

    /// <summary>What ordinary rows of this kind look like; null where none was trained on.</summary>
    public NoveltyRows? Rows(DerivationRow row) => row switch
    {
        DerivationRow.Chin => Chin,
        DerivationRow.LeftEye or DerivationRow.RightEye => Eyes,
        _ => Brain,
    };

    /// <summary>What is wrong, naming the field, its value and its limit; null where nothing is.</summary>
    public string? Fault()
    {
        var fault = Fault("brain", Brain) ?? Fault("eyes", Eyes) ?? Fault("chin", Chin) ?? Network.Fault("network", NoveltyMeter.NetworkNumbers);
        if (fault is not null) return fault;
        return Limit is > 0 and < double.PositiveInfinity ? null : $"limit is {Limit}, it must be above 0.";
    }

    private static string? Fault(string field, NoveltyRows? rows)
    {
        if (rows is null) return null;
        if (rows.Shape.Fault($"{field}.shape", RowShape.Count) is { } fault) return fault;
        return rows.LeastScaleMicrovolts > 0 && rows.GreatestScaleMicrovolts > rows.LeastScaleMicrovolts
            ? null
            : $"{field} has scales from {rows.LeastScaleMicrovolts} to {rows.GreatestScaleMicrovolts}, they must be above 0 and ascend.";
    }
}
