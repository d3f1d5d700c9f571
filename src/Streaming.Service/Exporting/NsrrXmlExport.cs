using System.Globalization;
using System.Text;
using System.Xml;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Exporting;

/// <summary>The stages in the annotation format of the National Sleep Research Resource, as Luna reads it: equal neighbours are one event.</summary>
internal static class NsrrXmlExport
{
    private static readonly string[] Concepts =
        ["Unscored|9", "Wake|0", "Stage 1 sleep|1", "Stage 2 sleep|2", "Stage 3 sleep|3", "REM sleep|5", "Unscored|9"];

    /// <param name="stream">Receives UTF-8.</param>
    /// <param name="reports">The highest revision of each epoch, in order.</param>
    /// <param name="recordingSeconds">Length of the recording.</param>
    public static void Write(Stream stream, IReadOnlyList<StageReport> reports, double recordingSeconds)
    {
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) });
        xml.WriteStartElement("PSGAnnotation");
        xml.WriteElementString("SoftwareVersion", "Streaming");
        xml.WriteElementString("EpochLength", "30");
        xml.WriteStartElement("ScoredEvents");
        Event(xml, "", "Recording Start Time", Core.Signals.Rational.Zero, recordingSeconds.ToString("0.###", CultureInfo.InvariantCulture));
        for (var first = 0; first < reports.Count;)
        {
            var next = first + 1;
            while (next < reports.Count && Concept(reports[next]) == Concept(reports[first]) && reports[next].Epoch == reports[next - 1].Epoch + 1) next++;
            StudyReader.TryRead(reports[first].StartSeconds, out var start);
            Event(xml, "Stages|Stages", Concept(reports[first]), start, (30 * (next - first)).ToString(CultureInfo.InvariantCulture));
            first = next;
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string Concept(StageReport report) => Concepts[(int)report.Stage];

    private static void Event(XmlWriter xml, string type, string concept, Core.Signals.Rational start, string duration)
    {
        xml.WriteStartElement("ScoredEvent");
        xml.WriteElementString("EventType", type);
        xml.WriteElementString("EventConcept", concept);
        xml.WriteElementString("Start", ((double)start).ToString("0.######", CultureInfo.InvariantCulture));
        xml.WriteElementString("Duration", duration);
        xml.WriteEndElement();
    }
}
