namespace Streaming.Service.Recording;

/// <summary>A study that was deleted. Its id stays, so that what a broker still holds of it is not taken for a new night.</summary>
/// <param name="StudyId">Which.</param>
/// <param name="At">When its rows went.</param>
/// <param name="Author">Who deleted it.</param>
/// <param name="Removed">What went from the night log, in words.</param>
/// <param name="Places">What has to go from the journal; null: it has gone, and nothing of the study is left.</param>
internal sealed record ForgottenStudy(string StudyId, DateTimeOffset At, string Author, string Removed, IReadOnlyList<JournalPlace>? Places);
