using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>One epoch as serving would draw it, and its stage.</summary>
/// <param name="Events">By cell, <see cref="CellEvents"/>; null where nobody knows them.</param>
/// <param name="Taught">What teachers answered to it (<see cref="Teachers"/>); null where there are none.</param>
/// <param name="Slow">What a slow recorder would have kept of its night; null: of this epoch alone.</param>
internal readonly record struct LabelledEpoch(Epoch Epoch, Stage Stage, byte[]? Events = null, float[]? Taught = null, SlowRecorder? Slow = null);
