namespace Streaming.Training.Evaluation.Reports;

/// <summary>A model or a person held against a person, or against what the other people agree on.</summary>
internal sealed record ScorerRow(
    string Data, string Candidate, string Reference, int Subjects, long Epochs, IReadOnlyDictionary<string, FigureValue> Figures,
    IReadOnlyList<ClassRow> PerClass, SpreadRow KappaSpread);
