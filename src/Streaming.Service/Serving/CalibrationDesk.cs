using System.Collections.Concurrent;
using System.Globalization;
using Streaming.Core.Evidence;
using Streaming.Core.Windowing;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>Measures bio-calibration steps in the epochs they lie in, drawn again from the journal, and sets epochs beside them. A function of samples
/// and marks alone, read when somebody asks: nothing of it reaches a decision.</summary>
internal sealed class CalibrationDesk(EpochReplay replay)
{
    private const int Kept = 512; // steps: a few hundred bytes each
    private readonly ConcurrentDictionary<(string StudyId, double From, double To), CalibrationMeasures> _measured = new();

    public GetCalibrationResponse Read(StoredStudy stored, NightLogReader log)
    {
        var marks = Marks(stored, log, double.PositiveInfinity);
        var steps = Measure(marks, stored, log);
        var judge = new CalibrationJudge(steps);
        return new GetCalibrationResponse
        {
            StudyId = stored.Id,
            Results = { Enum.GetValues<CalibrationTask>().Select(task => Result(task, marks.GetValueOrDefault(task), steps.GetValueOrDefault(task), judge)) },
        };
    }

    /// <summary>The epoch beside the steps that were over before it began.</summary>
    public IEnumerable<BaselineComparison> Beside(Epoch epoch, StoredStudy stored, NightLogReader log)
    {
        var start = (double)epoch.StartSeconds;
        var judge = new CalibrationJudge(Measure(Marks(stored, log, start), stored, log));
        if (judge.AlphaBaseline is null && judge.ChinBaseline is null) yield break;
        var here = CalibrationMeasures.Of([epoch], start, start + Epoch.Seconds);
        if (here.AlphaMicrovolts is { } alpha && judge.AlphaBaseline is > 0 and { } closed)
            yield return Compare("alpha", alpha, closed, "with eyes closed");
        if (here.ChinMicrovolts is { } chin && judge.ChinBaseline is > 0 and { } rest)
            yield return Compare("chin tone", chin, rest, "awake at rest");
    }

    private static BaselineComparison Compare(string name, double here, double baseline, string when) => new()
    {
        Name = name,
        EpochValue = here,
        BaselineValue = baseline,
        Unit = "uV",
        Text = string.Create(CultureInfo.InvariantCulture, $"{name} at {here / baseline:0.0} of that {when}"),
    };

    /// <summary>The last mark of each step, of those that end by a study time.</summary>
    private static Dictionary<CalibrationTask, NightMark> Marks(StoredStudy stored, NightLogReader log, double endSeconds)
    {
        var marks = new Dictionary<CalibrationTask, NightMark>();
        foreach (var mark in log.Marks(stored.Id))
        {
            if (mark.Calibration is { } calibration && Span(mark).To <= endSeconds) marks[(CalibrationTask)calibration.Step] = mark;
        }
        return marks;
    }

    private Dictionary<CalibrationTask, CalibrationMeasures> Measure(Dictionary<CalibrationTask, NightMark> marks, StoredStudy stored, NightLogReader log)
    {
        var steps = new Dictionary<CalibrationTask, CalibrationMeasures>();
        foreach (var (task, mark) in marks)
        {
            if (Measure(Span(mark), stored, log) is { } measures) steps[task] = measures;
        }
        return steps;
    }

    /// <summary>Null while an epoch of the stretch is not decided, or where it lies outside every epoch.</summary>
    private CalibrationMeasures? Measure((double From, double To) span, StoredStudy stored, NightLogReader log)
    {
        var key = (stored.Id, span.From, span.To);
        if (_measured.TryGetValue(key, out var measures)) return measures;
        StudyReader.TryRead(stored.Descriptor.EpochOriginSeconds, out var origin);
        var first = Math.Max(0, (long)Math.Floor((span.From - (double)origin) / Epoch.Seconds));
        var last = (long)Math.Ceiling((span.To - (double)origin) / Epoch.Seconds) - 1;
        if (last < first || log.State(stored.Id, last) is null) return null;
        var epochs = new List<Epoch>();
        for (var number = first; number <= last; number++) epochs.Add(replay.Read(number, stored, log));
        if (_measured.Count >= Kept) _measured.Clear();
        return _measured[key] = CalibrationMeasures.Of(epochs, span.From, span.To);
    }

    private static (double From, double To) Span(NightMark mark)
    {
        var from = StudyTime.Seconds(mark.AtSeconds);
        return (from, from + mark.Calibration.DurationSeconds);
    }

    private static CalibrationResult Result(CalibrationTask task, NightMark? mark, CalibrationMeasures? measures, CalibrationJudge judge)
    {
        var result = new CalibrationResult { Step = (CalibrationStep)task, Mark = mark };
        var finding = mark is not null && measures is null
            ? new CalibrationFinding(null, "not over yet, or not within an epoch that is decided")
            : judge.Judge(task);
        result.Text = finding.Text;
        result.Verdict = finding.IsSeen switch
        {
            true => CalibrationVerdict.Seen,
            false => CalibrationVerdict.NotSeen,
            null => CalibrationVerdict.NotJudged,
        };
        if (measures is null) return result;
        Add("alpha", measures.AlphaMicrovolts, "uV");
        Add("eye amplitude", measures.EyeMicrovolts, "uV");
        Add("eye correlation", measures.EyeCorrelation, "");
        Add("chin tone", measures.ChinMicrovolts, "uV");
        return result;

        void Add(string name, double? value, string unit)
        {
            if (value is { } known) result.Measures.Add(new CalibrationMeasure { Name = name, Value = known, Unit = unit });
        }
    }
}
