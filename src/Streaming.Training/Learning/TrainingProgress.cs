using System.Globalization;
using Streaming.Training.Datasets;
using Streaming.Training.Graph;

namespace Streaming.Training.Learning;

/// <summary>Says how a phase goes, and measures its pace.</summary>
internal sealed class TrainingProgress(string phase, TimeProvider time, TextWriter log)
{
    private const int LogSteps = 25;
    private const int PaceSteps = 30;

    private double _loss;
    private double _accuracy;
    private long _started;
    private int _steps;

    /// <summary>Null until enough steps were timed.</summary>
    public double? SecondsPerStep { get; private set; }

    /// <summary>Before each step; the clock starts at the first, since filling the pool is not the pace.</summary>
    public void Begin()
    {
        if (_steps == 0) _started = time.GetTimestamp();
    }

    public void Add(TrainingSession session, TrainingBatch batch, StepResult result, float rate, int total)
    {
        var weight = Math.Max(1.0 / ++_steps, 0.02);
        _loss += weight * (result.Loss - _loss);
        _accuracy += weight * (Accuracy(session.Logits, batch.Labels) - _accuracy);
        var seconds = time.GetElapsedTime(_started).TotalSeconds;
        if (_steps >= PaceSteps) SecondsPerStep = seconds / _steps;
        if (session.StepCount % LogSteps != 0) return;
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{phase} step {session.StepCount}/{total} loss {_loss:f4} accuracy {_accuracy:f3} rate {rate:e1} "
            + $"norm {result.GradientNorm:f2} seconds {seconds:f0}"));
    }

    private static double Accuracy(ReadOnlySpan<float> logits, byte[] labels)
    {
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
            if (ClassOf(logits.Slice(i * 5, 5)) == labels[i]) right++;
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
