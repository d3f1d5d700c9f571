using System.Globalization;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>One bundle's FINAL or REVISED decisions on one set of nights under one condition, held against the reference.</summary>
internal sealed record DecisionReport
{
    public required string Model { get; init; }

    public required string Data { get; init; }

    public required string Condition { get; init; }

    /// <summary><c>FINAL</c> (rests on the past only) or <c>REVISED</c>.</summary>
    public required string Decision { get; init; }

    public required int Subjects { get; init; }

    public required int Nights { get; init; }

    /// <summary>That both scored.</summary>
    public required long Epochs { get; init; }

    /// <summary>That the reference scored and the bundle did not: outside every figure.</summary>
    public required long Unanswered { get; init; }

    /// <summary>By name: kappa, accuracy, balanced_accuracy, macro_f1.</summary>
    public required IReadOnlyDictionary<string, FigureValue> Figures { get; init; }

    public required MajorityRow Majority { get; init; }

    public required IReadOnlyList<ClassRow> PerClass { get; init; }

    /// <summary>Rows the reference, columns the bundle; W N1 N2 N3 R.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; }

    public required IReadOnlyList<SubjectRow> PerSubject { get; init; }

    /// <summary>Of the subjects' kappas.</summary>
    public required SpreadRow KappaSpread { get; init; }

    /// <summary>Total sleep, efficiency, wake after onset, latency and minutes by stage against the reference's; empty in reports from before.</summary>
    public IReadOnlyList<SleepMeasureRow> SleepMeasures { get; init => field = value ?? []; } = [];

    /// <summary>Expected calibration error.</summary>
    public required double? CalibrationError { get; init; }

    public required IReadOnlyList<ReliabilityRow> Reliability { get; init; }

    public required IReadOnlyList<ReviewRow> Review { get; init; }

    /// <summary>One line of figures.</summary>
    public string Line()
    {
        var figures = Figures.Select(figure => $"{figure.Key}={FigureText.Of(figure.Value)}");
        var without = FigureText.WithoutInterval(Figures.Values).TrimEnd('\n', '.');
        return string.Create(CultureInfo.InvariantCulture,
            $"{Data}, {Condition} {Decision}: {string.Join(' ', figures)} epochs={Epochs} subjects={Subjects} ")
            + $"always_{Majority.Stage}={FigureText.Number(Majority.Accuracy)} ece={FigureText.Number(CalibrationError)}"
            + (without.Length > 0 ? $" ({without})" : "");
    }
}
