using System.Globalization;
using Streaming.Training.Datasets;
using Streaming.Training.Graph;

namespace Streaming.Training.Learning;

/// <summary>Says how a phase goes and how long it will take, and measures its pace.</summary>
/// <param name="phase">Its name.</param>
/// <param name="minutes">What the clock gives it; counts until the steps are known.</param>
/// <param name="time">Measures the pace.</param>
/// <param name="log">Receives the lines.</param>
internal sealed class TrainingProgress(string phase, double minutes, TimeProvider time, TextWriter log)
{
    private const int LogSteps = 25;
    private const int PaceSteps = 30;

    private double _loss;
    private double _accuracy;
    private long _started;
    private int _steps;
    private long _images;

    /// <summary>Null until enough steps were timed.</summary>
    public double? SecondsPerStep { get; private set; }

    /// <summary>What is about to be trained.</summary>
    public void Start(NetworkGraph network, TrainingSession session, int microBatch)
    {
        var trained = network.Parameters.Specs.Where(spec => !spec.Frozen).Sum(spec => (long)spec.Count);
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{phase}: {trained} of {network.Parameters.Count} parameters are trained on {session.Provider}, {microBatch} images at once, "
            + $"from step {session.StepCount}"));
    }

    /// <summary>Before each step; the clock starts at the first, since filling the pool is not the pace.</summary>
    public void Begin()
    {
        if (_steps == 0) _started = time.GetTimestamp();
    }

    public void Add(TrainingSession session, TrainingBatch batch, StepResult result, float rate, int total)
    {
        var weight = Math.Max(1.0 / ++_steps, 0.02);
        _images += batch.Labels.Length;
        _loss += weight * (result.Loss - _loss);
        _accuracy += weight * (Accuracy(session.Logits, batch.Labels) - _accuracy);
        var seconds = time.GetElapsedTime(_started).TotalSeconds;
        if (_steps >= PaceSteps) SecondsPerStep = seconds / _steps;
        if (!result.Applied) log.WriteLine($"{phase} step {session.StepCount}: the gradient was not finite; the batch was passed over");
        if (session.StepCount % LogSteps != 0 && session.StepCount != total) return;
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{phase} step {session.StepCount}/{Total(total)} loss {_loss:f4} accuracy {_accuracy:f3} rate {rate:e1} "
            + $"norm {result.GradientNorm:f2} images/s {_images / Math.Max(seconds, 1e-9):f1} left {Left(total - session.StepCount, seconds)}"));
    }

    private static string Total(int total) => total == 0 ? "?" : total.ToString(CultureInfo.InvariantCulture);

    private string Left(long steps, double seconds)
    {
        var left = TimeSpan.FromSeconds(Math.Round(steps < 0 ? Math.Max(0, minutes * 60 - seconds) : steps * seconds / _steps)); // no total yet: the clock's
        return left.ToString(left.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
    }

    private static double Accuracy(ReadOnlySpan<float> logits, byte[] labels)
    {
        var (right, classes) = (0, logits.Length / labels.Length);
        for (var i = 0; i < labels.Length; i++)
            if (ClassOf(logits.Slice(i * classes, classes)) == labels[i]) right++;
        return right / (double)labels.Length;
    }

    private static int ClassOf(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best]) best = i;
        return best;
    }
}
