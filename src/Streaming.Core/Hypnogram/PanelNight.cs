using Streaming.Core.Staging;

namespace Streaming.Core.Hypnogram;

/// <summary>One subject's night as several people scored it.</summary>
/// <param name="Subject">Whose.</param>
/// <param name="Stages">By scorer, then by epoch, equally long; null: not scored.</param>
public sealed record PanelNight(string Subject, IReadOnlyList<IReadOnlyList<Stage?>> Stages);
