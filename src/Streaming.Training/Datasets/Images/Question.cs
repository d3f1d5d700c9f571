namespace Streaming.Training.Datasets.Images;

/// <summary>One question about one image with its answer; a line of <c>questions/…jsonl</c>, ready for fine-tuning a
/// vision-language model.</summary>
/// <param name="Kind"><c>stage</c>, <c>stage-reason</c>, <c>stage-choice</c>, <c>is-stage</c>, <c>derivations</c>, <c>scorers</c> or
/// <c>spindles</c>.</param>
/// <param name="Answer">As in the last message.</param>
/// <param name="Messages">A user's and an assistant's, contents as chat templates take them.</param>
internal sealed record Question(
    string Id, string Image, string Split, string Dataset, string Subject, string Kind, string Answer, IReadOnlyList<ChatMessage> Messages);
