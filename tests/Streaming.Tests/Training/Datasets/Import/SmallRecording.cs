using Streaming.Tests.Core.Signals.Edf;

namespace Streaming.Tests.Training.Datasets.Import;

/// <summary>EDF files of a few pages, with any annotations.</summary>
internal static class SmallRecording
{
    private static readonly string[] s_eeg = ["C3-M2"];

    /// <param name="path">Its folder is made.</param>
    /// <param name="seconds">Length: a multiple of 10.</param>
    /// <param name="annotations">Onset, duration (null: none written) and text.</param>
    /// <param name="labels">Channels of 20 samples a second; none said: C3-M2.</param>
    public static void Write(string path, int seconds, IEnumerable<(int Onset, int? Seconds, string Text)> annotations, string[]? labels = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var texts = string.Concat(annotations.Select(one => $"\0+{one.Onset}{(one.Seconds is { } length ? $"_{length}" : "")}^{one.Text}^"));
        var first = EdfBuilder.Tal($"+0^^{texts}");
        var builder = new EdfBuilder { Reserved = "EDF+C", RecordSeconds = "10" };
        foreach (var label in labels ?? s_eeg) builder.With(label, 200);
        builder.With("EDF Annotations", first.Length / 2 + 8);
        for (var record = 0; record < seconds / 10; record++) builder.Record(record, record == 0 ? first : EdfBuilder.Tal($"+{record * 10}^^"));
        File.WriteAllBytes(path, builder.Bytes());
    }

    /// <summary>Pages of one length, one after the other from 0.</summary>
    public static IEnumerable<(int Onset, int? Seconds, string Text)> Pages(int seconds, params string[] texts) =>
        texts.Select((text, i) => (i * seconds, (int?)seconds, text));
}
