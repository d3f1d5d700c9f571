namespace Streaming.Training.Evaluation.Reports;

/// <summary>Nights that were measured on.</summary>
/// <param name="Simulated">Drawn by the simulator: proves the machinery, never accuracy.</param>
/// <param name="Split">How these subjects were chosen.</param>
/// <param name="Subjects">Their pseudonyms.</param>
internal sealed record DataRow(string Name, bool Simulated, string Split, int Nights, IReadOnlyList<string> Subjects);
