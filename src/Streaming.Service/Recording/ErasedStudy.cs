namespace Streaming.Service.Recording;

/// <summary>What a deletion did.</summary>
/// <param name="Study">The study; without places it had been deleted before, and nothing was done.</param>
/// <param name="Recordings">Files deleted.</param>
/// <param name="Places">Blanked in the journal.</param>
/// <param name="IsNew">False: a deletion that had been begun before was finished, or was finished already.</param>
internal sealed record ErasedStudy(ForgottenStudy Study, IReadOnlyList<string> Recordings, IReadOnlyList<JournalPlace> Places, bool IsNew);
