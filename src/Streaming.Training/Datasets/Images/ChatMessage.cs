namespace Streaming.Training.Datasets.Images;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
internal sealed record ChatMessage(string Role, IReadOnlyList<ChatContent> Content);
