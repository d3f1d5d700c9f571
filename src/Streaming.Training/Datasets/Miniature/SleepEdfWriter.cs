using Streaming.Core.Simulation;

namespace Streaming.Training.Datasets.Miniature;

/// <summary>Sleep-EDF: a recording and a hypnogram whose eighth character differs; R&amp;K; records of 30 s; merged runs.</summary>
/// <remarks>Subject 0 has two nights, the first with over half an hour of wake either side; 1 writes commas and an extra byte; 2 has no valid date;
/// 3 is of the telemetry study: chin at 100 Hz, gaps in the hypnogram.</remarks>
internal sealed class SleepEdfWriter : IMiniatureWriter
{
    private const int PaddingEpochs = 70;
    private const int GapEvery = 29; // epochs of which the telemetry study's hypnogram says nothing

    // The simulator's cassette recorder has the chin as an envelope; its AASM montage stands in for the telemetry recorder.
    private static readonly Dictionary<string, string?> s_telemetry = new()
    {
        ["EEG F4-M1"] = "EEG Fpz-Cz", ["EEG O2-M1"] = "EEG Pz-Oz", ["EOG E1-M2"] = "EOG horizontal", ["EMG Chin1-Chin2"] = "EMG submental",
        ["EEG C4-M1"] = null, ["EOG E2-M2"] = null, ["ECG"] = null,
    };

    public IEnumerable<WrittenNight> Write(string folder, int subject, NightSource source)
    {
        if (subject % 4 == 3) yield return Telemetry(folder, subject, source.Night(subject, 0, SimulatedLayout.Aasm, rateHz: 100));
        else
            for (var night = 0; night < (subject == 0 ? 2 : 1); night++)
                yield return Cassette(folder, subject, night, source.Night(subject, night, SimulatedLayout.SleepEdf));
    }

    private static WrittenNight Cassette(string folder, int subject, int night, SimulatedNight simulated)
    {
        var name = $"SC4{subject % 100:d2}{night + 1}";
        var shape = new EdfShape
        {
            RecordSeconds = 30,
            PaddingSeconds = subject == 0 && night == 0 ? PaddingEpochs * 30 : 0,
            WritesCommas = subject % 4 == 1,
            EndsWithAByte = subject % 4 == 1,
            StartDate = subject % 4 == 2 ? "00.00.00" : "01.01.00",
        };
        var wake = new int[shape.PaddingSeconds / 30];
        int[] codes = [.. wake, .. SourceStages.RechtschaffenKales(simulated.ScoredStages), .. wake];
        MiniatureEdf.WriteRecording(Path.Combine(folder, "sleep-cassette", $"{name}E0-PSG.edf"), simulated, shape);
        MiniatureEdf.WriteAnnotations(
            Path.Combine(folder, "sleep-cassette", $"{name}E{"CHJP"[subject % 4]}-Hypnogram.edf"), SourceStages.Merged(codes, 0, 30), shape);
        return Written($"SC4{subject % 100:d2}", $"{name}E0", codes);
    }

    private static WrittenNight Telemetry(string folder, int subject, SimulatedNight simulated)
    {
        var name = $"ST7{subject % 100:d2}1";
        var shape = new EdfShape { RecordSeconds = 30, Labels = s_telemetry };
        var codes = SourceStages.RechtschaffenKales(simulated.ScoredStages);
        var annotations = SourceStages.Merged([.. codes.Select((code, i) => i % GapEvery == GapEvery - 1 ? -1 : code)], 0, 30);
        annotations.RemoveAll(annotation => annotation.Text == SourceStages.Text(-1));
        MiniatureEdf.WriteRecording(Path.Combine(folder, "sleep-telemetry", $"{name}J0-PSG.edf"), simulated, shape);
        MiniatureEdf.WriteAnnotations(Path.Combine(folder, "sleep-telemetry", $"{name}JP-Hypnogram.edf"), annotations, shape);
        return Written($"ST7{subject % 100:d2}", $"{name}J0", [.. codes.Select((code, i) => i % GapEvery == GapEvery - 1 ? 9 : code)]);
    }

    private static WrittenNight Written(string subject, string name, int[] codes) =>
        new(subject, name, 30, [new NightScoring("expert", SourceStages.Expected(codes))]);
}
