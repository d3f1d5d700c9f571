using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>One epoch as serving would draw it, and what a scorer called it.</summary>
internal readonly record struct LabelledEpoch(Epoch Epoch, Stage Stage);
