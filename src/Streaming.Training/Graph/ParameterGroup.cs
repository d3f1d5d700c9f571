namespace Streaming.Training.Graph;

/// <summary>Parameters that are updated differently. Of several groups that match a name the last counts.</summary>
/// <param name="Pattern">See NamePattern.</param>
/// <param name="Decay">Times the weight decay; biases, scales and embeddings never decay, whatever their group.</param>
/// <param name="Rate">Times the learning rate.</param>
internal sealed record ParameterGroup(string Pattern, float Decay = 1, float Rate = 1);
