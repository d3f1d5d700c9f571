using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>One thing that speaks for or against one stage.</summary>
/// <param name="Rule">One of <see cref="RuleIds"/>.</param>
/// <param name="Stage">Which stage it is about.</param>
/// <param name="Supports">False: speaks against it.</param>
/// <param name="Strength">0 to 1: how much a scorer would make of it; not a probability.</param>
/// <param name="Text">Plain words, without a capital and without a full stop.</param>
public readonly record struct RuleEvidence(string Rule, Stage Stage, bool Supports, double Strength, string Text);
