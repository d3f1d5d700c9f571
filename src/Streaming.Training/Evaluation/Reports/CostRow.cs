namespace Streaming.Training.Evaluation.Reports;

/// <summary>What one epoch costs on one thread of a processor: medians of runs that take turns.</summary>
/// <param name="ModelBytes">Size of <c>model.onnx</c>.</param>
/// <param name="DrawMilliseconds">Of the picture.</param>
/// <param name="EpochMilliseconds">Picture, network, softmax and the out-of-distribution score.</param>
/// <param name="RatioToResNet18">Of <paramref name="EpochMilliseconds"/>; the rival's picture is drawn already.</param>
internal sealed record CostRow(
    string Name, string Sha256, long ModelBytes, double DrawMilliseconds, double EpochMilliseconds, double RatioToResNet18);
