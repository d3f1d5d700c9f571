using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>One epoch as serving would draw it, and its stage.</summary>
internal readonly record struct LabelledEpoch(Epoch Epoch, Stage Stage);
