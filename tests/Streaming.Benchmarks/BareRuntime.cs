using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Streaming.Training.Networks;

namespace Streaming.Benchmarks;

/// <summary>The rival: nothing but session runs over one picture, in every sensible layout of batch and threads.</summary>
/// <remarks>A bundle's graph has a fixed batch of 1; larger batches of StageNet run the same architecture with other weights, which costs the same.
/// Other networks have theirs of one picture only.</remarks>
internal static class BareRuntime
{
    /// <summary>The bundle that comes with the repository.</summary>
    public const string Model = "deploy/models/stagenet-2";

    public static BareRate Best(string model, TimeSpan each, TextWriter report)
    {
        var single = File.ReadAllBytes(Path.Combine(model, "model.onnx"));
        var cores = Environment.ProcessorCount;
        var best = BareRate.None;
        foreach (var batch in IsStageNet(single) ? (int[])[1, 8, 32] : [1])
        {
            var graph = batch == 1 ? single : Batched(batch);
            foreach (var (workers, threads) in new[] { (cores, 1), (1, cores) }.Distinct())
            {
                var rate = Measure(graph, batch, workers, threads, each);
                report.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"bare: batch={batch} workers={workers} threads={threads} {rate.PerSecond:f1}/s {rate.ProcessorMilliseconds:f2} ms of processor each"));
                best = best.Or(rate);
            }
        }
        return best;
    }

    private static bool IsStageNet(byte[] graph)
    {
        using var session = new InferenceSession(graph);
        return Shape(session).AsSpan(1).SequenceEqual(new StageNetOptions().ImageShape);
    }

    private static int[] Shape(InferenceSession session) => session.InputMetadata["image"].Dimensions;

    private static byte[] Batched(int batch)
    {
        var options = new StageNetOptions();
        var parameters = new float[StageNet.Build(options, 1, false).Parameters.Count];
        for (var i = 0; i < parameters.Length; i++) parameters[i] = (i % 17 - 8) * 0.01f;
        return StageNet.Export(options, parameters, batch);
    }

    private static BareRate Measure(byte[] graph, int batch, int workers, int threads, TimeSpan duration)
    {
        using var settings = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        using var session = new InferenceSession(graph, settings);
        var runs = new long[workers];
        Run(session, TimeSpan.Zero); // warm
        var (started, worked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, worker => runs[worker] = Run(session, duration));
        var (seconds, pictures) = (Stopwatch.GetElapsedTime(started).TotalSeconds, runs.Sum() * batch);
        return new BareRate(pictures / seconds, (Environment.CpuUsage.TotalTime - worked).TotalMilliseconds / pictures);
    }

    private static long Run(InferenceSession session, TimeSpan duration)
    {
        var shape = Shape(session);
        var pixels = new byte[shape.Aggregate(1, (product, length) => product * length)];
        for (var i = 0; i < pixels.Length; i += 7) pixels[i] = 200;
        using var image = OrtValue.CreateTensorValueFromMemory(pixels, [.. shape.Select(length => (long)length)]);
        using var options = new RunOptions();
        var started = Stopwatch.GetTimestamp();
        var runs = 0L;
        do
        {
            using var outputs = session.Run(options, ["image"], [image], ["logits"]);
            runs++;
        }
        while (Stopwatch.GetElapsedTime(started) < duration);
        return runs;
    }
}
