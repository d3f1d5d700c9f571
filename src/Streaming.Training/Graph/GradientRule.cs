namespace Streaming.Training.Graph;

/// <summary>Gives the gradients by a node's inputs, in their order; null where none is wanted. Missing ends count as null.</summary>
internal delegate GraphValue?[] GradientRule(GradientStep step);
