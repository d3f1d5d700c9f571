using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Training.Datasets.Miniature;

/// <summary>MASS: names with a space, a first annotation that is not at 0, one annotation a page; pages of 20 s in subsets 2, 4 and 5.</summary>
/// <remarks>Subject n is of subset n modulo 5 + 1. Subset 3 has a gap (EDF+D), subset 4 a fractional rate; subject 5 is recorded against linked ears
/// without A2, so no derivation can be formed.</remarks>
internal sealed class MassWriter : IMiniatureWriter
{
    private static readonly Rational s_first = new(4071, 500); // 8.142 s
    private static readonly Rational s_fractional = new(99951, 100000); // of a second a record: 256.1255 Hz

    public IEnumerable<WrittenNight> Write(string folder, int subject, NightSource source)
    {
        var subset = subject % 5 + 1;
        var night = source.Night(subject, 0, SimulatedLayout.Mass);
        var name = $"01-0{subset}-{subject + 1:d4}";
        var isLinked = subject % 6 == 5;
        var shape = new EdfShape
        {
            StatedRecordSeconds = subset == 4 ? s_fractional : null,
            Continuity = subset == 3 ? EdfContinuity.Discontinuous : EdfContinuity.Continuous,
            Gap = subset == 3 ? (night.Seconds / 2, 75) : default,
            Labels = isLinked ? LinkedEars(night) : new Dictionary<string, string?>(),
        };
        var page = subset is 2 or 4 or 5 ? 20 : 30;
        var codes = Codes(night, page, shape);
        MiniatureEdf.WriteRecording(Path.Combine(folder, $"SS{subset}", $"{name} PSG.edf"), night, shape);
        MiniatureEdf.WriteAnnotations(Path.Combine(folder, $"SS{subset}", $"{name} Base.edf"), Pages(codes, page), shape);
        yield return new WrittenNight(name, name, page, [new NightScoring("expert", SourceStages.Expected(codes))])
        {
            Refused = isLinked ? "no EEG derivation can be formed" : null,
        };
    }

    // The stage at the middle of each page whose widened epoch lies within the recording.
    private static int[] Codes(SimulatedNight night, int page, EdfShape shape)
    {
        var record = shape.StatedRecordSeconds ?? 1;
        var length = record * new Rational(night.Seconds);
        var stages = new List<Stage>();
        for (var start = s_first; start + page + (page == 20 ? 5 : 0) <= length; start += page)
            stages.Add(night.ScoredStages[(int)((start + page / 2) / record / 30).Floor()]);
        return page == 20 ? SourceStages.RechtschaffenKales(stages) : SourceStages.Aasm(stages);
    }

    private static List<EdfAnnotation> Pages(int[] codes, int page) =>
        [.. codes.Select((code, i) => new EdfAnnotation(s_first + new Rational((long)i * page), page, SourceStages.Text(code)))];

    private static Dictionary<string, string?> LinkedEars(SimulatedNight night) => night.Study.Channels
        .Where(channel => channel.Label.EndsWith("-CLE", StringComparison.Ordinal))
        .ToDictionary(
            channel => channel.Label,
            channel => channel.Label.Contains("A2", StringComparison.Ordinal)
                ? null
                : channel.Label.Replace("-CLE", "-LER", StringComparison.Ordinal));
}
