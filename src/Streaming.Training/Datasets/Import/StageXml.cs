using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;

namespace Streaming.Training.Datasets.Import;

/// <summary>The two XML files of the National Sleep Research Resource: NSRR events and Compumedics Profusion epochs. Read by name, not by
/// place.</summary>
internal static class StageXml
{
    private static readonly XmlReaderSettings s_settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };

    /// <param name="path">The file.</param>
    /// <param name="recordingSeconds">Of the recording, for the remark where the stages end elsewhere.</param>
    /// <exception cref="DatasetException">It is neither, or not well formed; the message names the line.</exception>
    public static ScorerRuns Read(string path, Rational recordingSeconds)
    {
        try
        {
            using var reader = XmlReader.Create(path, s_settings);
            var root = XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
            var runs = root.Name.LocalName switch
            {
                "PSGAnnotation" => Nsrr(root),
                "CMPStudyConfig" => Profusion(root),
                _ => throw new DatasetException(
                    $"{path}: the root is '{root.Name.LocalName}', neither PSGAnnotation (NSRR) nor CMPStudyConfig (Profusion)"),
            };
            var end = runs.Runs.Count == 0 ? 0 : runs.Runs[^1].EndSeconds;
            return Math.Abs((double)(end - recordingSeconds)) < 30
                ? runs
                : runs with
                {
                    Remarks = [.. runs.Remarks, $"the stages end at {(double)end:0.##} s, the recording at {(double)recordingSeconds:0.##} s"],
                };
        }
        catch (Exception e) when (e is XmlException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: {e.Message}", e);
        }
    }

    private static ScorerRuns Nsrr(XElement root)
    {
        var (marks, ignored, remarks) = (new List<StageMark>(), new Dictionary<string, double>(), new List<string>());
        var ragged = 0;
        foreach (var scored in root.Descendants().Where(element => element.Name.LocalName == "ScoredEvent"))
        {
            if (!Child(scored, "EventType").StartsWith("Stages", StringComparison.OrdinalIgnoreCase)) continue;
            var concept = Child(scored, "EventConcept");
            var (start, length) = (Seconds(scored, "Start"), Seconds(scored, "Duration"));
            var stage = SourceCodes.RecodedAtTheEnd(concept);
            if (stage is null) ignored[concept] = ignored.GetValueOrDefault(concept) + (double)length;
            if ((length / 30).Denominator != 1) ragged++;
            if (length > 0) marks.Add(new StageMark(start, length, stage));
        }
        if (ragged > 0) remarks.Add($"{ragged} stage events are no multiple of 30 s; an epoch takes what covers most of it");
        return new ScorerRuns("expert", StageTimeline.Of(marks, remarks)) { Ignored = ignored, Remarks = remarks };
    }

    private static ScorerRuns Profusion(XElement root)
    {
        var length = root.Descendants().FirstOrDefault(element => element.Name.LocalName == "EpochLength")?.Value.Trim() ?? "30";
        if (length != "30") throw new FormatException($"the epoch length is '{length}' s; 30 was expected");
        var stages = root.Descendants().FirstOrDefault(element => element.Name.LocalName == "SleepStages")
            ?? throw new FormatException("there is no SleepStages element");
        var codes = stages.Elements().Where(element => element.Name.LocalName == "SleepStage").Select(element => element.Value.Trim());
        return SourceCodes.Runs("expert", codes);
    }

    private static string Child(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim() ?? "";

    private static Rational Seconds(XElement parent, string name)
    {
        var text = Child(parent, name);
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || seconds is < 0 or > 1_000_000)
            throw new FormatException($"line {((IXmlLineInfo)parent).LineNumber}: {name} is '{text}', no number of seconds");
        return new Rational((long)Math.Round(seconds * 1_000_000), 1_000_000);
    }
}
