namespace Streaming.Training.Evaluation.Reports;

/// <summary>One line of a table of conditions.</summary>
/// <param name="Table">Which table.</param>
/// <param name="Figures">By name, with intervals.</param>
/// <param name="BalancedAccuracyLoss">Balanced accuracy of the table's first line minus this line's, paired; null for the first.</param>
/// <param name="ChangedShare">Share of epochs given another stage than in the first line, or a stage in one of the two alone, outside the calibrating minutes;
/// null for the first.</param>
internal sealed record ConditionRow(
    string Table, string Model, string Data, string Condition, string Decision, int Subjects, long Epochs, long Unanswered,
    IReadOnlyDictionary<string, FigureValue> Figures, FigureValue? BalancedAccuracyLoss, FigureValue? ChangedShare);
