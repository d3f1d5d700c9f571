namespace Streaming.Training.Evaluation.Reports;

/// <summary>How well inputs unlike anything trained on are told from ordinary epochs.</summary>
/// <param name="Kind">What the input was replaced by.</param>
/// <param name="Rows">Which rows were there.</param>
/// <param name="Auroc">Chance that such an epoch scores above an ordinary one of the same nights; unscorable ones count as flagged.</param>
/// <param name="FlaggedShare">Share flagged, or refused as unscorable.</param>
/// <param name="UnscorableShare">Share refused.</param>
internal sealed record NoveltyRow(
    string Model, string Data, string Kind, string Rows, int Subjects, long Epochs, FigureValue Auroc, double? FlaggedShare, double? UnscorableShare);
