using Streaming.Core.Evidence;
using Streaming.Core.Windowing;
using Streaming.Service.Flow;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>An explained epoch in the words of the contract.</summary>
internal static class ExplanationWriter
{
    public static Explanation Write(ExplainedEpoch explained)
    {
        var written = new Explanation
        {
            Report = explained.Report,
            Reason = ReasonWriter.ToProto(explained.Reason),
            ExplainedStage = ReportWriter.ToProto(explained.Reason.Stage),
            Measures = Measures(explained.Findings),
        };
        written.Events.Add(explained.Findings.Events.Select(found => Event(found, explained.Epoch)));
        written.Attention.Add(Rows(explained.Attention, explained.Epoch));
        written.Ablation.Add(Rows(explained.Ablation, explained.Epoch));
        return written;
    }

    private static IEnumerable<SecondSaliency> Rows(float[]? map, Epoch epoch)
    {
        for (var row = 0; map is not null && row < epoch.Rows.Count; row++)
        {
            if (epoch.Rows[row] is null) continue;
            yield return new SecondSaliency
            {
                Derivation = epoch.Derivations[row]?.Name ?? "",
                WeightPerSecond = { map[(row * Epoch.Seconds)..((row + 1) * Epoch.Seconds)] },
            };
        }
    }

    private static DetectedEvent Event(Finding found, Epoch epoch) => new()
    {
        Kind = found.Kind.ToString(),
        Row = ReportWriter.RowName((int)found.Row),
        Derivation = epoch.Derivations[(int)found.Row]?.Name ?? "",
        OnsetSeconds = found.OnsetSeconds,
        DurationSeconds = found.DurationSeconds,
        AmplitudeMicrovolts = found.AmplitudeMicrovolts,
        FrequencyHz = found.FrequencyHz,
    };

    private static EpochMeasures Measures(EpochFindings findings)
    {
        var measures = new EpochMeasures { MovementShare = findings.MovementShare };
        if (findings.AlphaShare is { } alpha) measures.AlphaShare = alpha;
        if (findings.MixedShare is { } mixed) measures.MixedFrequencyShare = mixed;
        if (findings.Slow is { } slow)
            (measures.SlowWaveShare, measures.SlowWaveCount, measures.SlowWaveMicrovolts) = (slow.Share, slow.Count, slow.PeakToPeakMicrovolts);
        if (findings.Chin is { } chin) (measures.ChinTimesLowest, measures.ChinProvisional) = (chin.TimesLowest, chin.IsProvisional);
        return measures;
    }
}
