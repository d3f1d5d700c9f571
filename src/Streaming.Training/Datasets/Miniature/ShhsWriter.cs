using System.Globalization;
using System.Xml.Linq;
using Streaming.Core.Simulation;

namespace Streaming.Training.Datasets.Miniature;

/// <summary>SHHS: EDF with the eyes at 50 Hz, NSRR XML with merged runs among other events, Profusion XML with a number an epoch.</summary>
/// <remarks>Subject 0 has both visits; of 1 there is no Profusion file, of 2 no NSRR file; 1 and 2 spell the second EEG in other ways.</remarks>
internal sealed class ShhsWriter : IMiniatureWriter
{
    private static readonly string[] s_concepts =
    [
        "Wake|0", "Stage 1 sleep|1", "Stage 2 sleep|2", "Stage 3 sleep|3", "Stage 4 sleep|4", "REM sleep|5", "Movement|6", "", "", "Unscored|9",
    ];

    private static readonly string[] s_secondEeg = ["EEG(sec)", "EEG 2", "EEG(SEC)", "EEG sec"];

    public IEnumerable<WrittenNight> Write(string folder, int subject, NightSource source)
    {
        for (var visit = 1; visit <= (subject == 0 ? 2 : 1); visit++)
        {
            var night = source.Night(subject, visit, SimulatedLayout.Shhs);
            var name = $"shhs{visit}-{200001 + subject}";
            var codes = SourceStages.RechtschaffenKales(night.ScoredStages);
            var shape = new EdfShape { Labels = new Dictionary<string, string?> { ["EEG(sec)"] = s_secondEeg[subject % 4] } };
            MiniatureEdf.WriteRecording(Path.Combine(folder, "edfs", $"shhs{visit}", $"{name}.edf"), night, shape);
            if (subject % 4 != 2) Save(Nsrr(codes), folder, "nsrr", visit, name);
            if (subject % 4 != 1) Save(Profusion(codes), folder, "profusion", visit, name);
            yield return new WrittenNight($"{200001 + subject}", name, 30, [new NightScoring("expert", SourceStages.Expected(codes))]);
        }
    }

    private static void Save(XElement root, string folder, string kind, int visit, string name)
    {
        var path = Path.Combine(folder, $"annotations-events-{kind}", $"shhs{visit}", $"{name}-{kind}.xml");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        new XDocument(root).Save(path);
    }

    private static XElement Nsrr(int[] codes)
    {
        var events = new XElement("ScoredEvents", Event("", "Recording Start Time", 0, 30 * codes.Length));
        for (var i = 0; i < codes.Length;)
        {
            var end = i + 1;
            while (end < codes.Length && codes[end] == codes[i]) end++;
            events.Add(Event("Stages|Stages", s_concepts[codes[i]], 30 * i, 30 * (end - i)));
            if (codes[i] is 1 or 2) events.Add(Event("Arousals|Arousals", "Arousal|Arousal ()", 30 * i + 12.4, 3.5));
            i = end;
        }
        return new XElement("PSGAnnotation", new XElement("SoftwareVersion", "Compumedics"), new XElement("EpochLength", "30"), events);
    }

    private static XElement Event(string type, string concept, double start, double duration) => new(
        "ScoredEvent", new XElement("EventType", type), new XElement("EventConcept", concept), new XElement("Start", Number(start)),
        new XElement("Duration", Number(duration)));

    private static XElement Profusion(int[] codes) => new(
        "CMPStudyConfig",
        new XElement("EpochLength", "30"),
        new XElement("ScoredEvents", new XElement(
            "ScoredEvent", new XElement("Name", "SpO2 desaturation"), new XElement("Start", "61.5"), new XElement("Duration", "20"))),
        new XElement("SleepStages", codes.Select(code => new XElement("SleepStage", code))));

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
