namespace Streaming.Service.Recording;

/// <summary>A study's finished recording.</summary>
/// <param name="StudyId">Whose.</param>
/// <param name="File">Name in the folder of recordings; empty: the study had nothing to record, or the file has been deleted.</param>
/// <param name="WrittenAt">When it was complete on the disk.</param>
/// <param name="FirstOffset">Of the study's first message in the journal.</param>
/// <param name="EndOffset">Behind its last.</param>
/// <param name="IsJournalDeleted">Its messages are gone from the journal.</param>
internal sealed record KeptRecording(
    string StudyId, string File, DateTimeOffset WrittenAt, long FirstOffset, long EndOffset, bool IsJournalDeleted);
