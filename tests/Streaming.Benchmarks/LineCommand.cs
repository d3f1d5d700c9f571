using System.CommandLine;
using System.Globalization;

namespace Streaming.Benchmarks;

/// <summary><c>line</c>: the whole line, from broker to gRPC, against a bare ONNX Runtime loop over the same network.</summary>
internal static class LineCommand
{
    private static readonly TimeSpan s_each = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var beds = new Option<int>("--beds") { Description = "Simulated beds.", DefaultValueFactory = _ => 64 };
        var epochs = new Option<int>("--epochs") { Description = "Epochs a bed.", DefaultValueFactory = _ => 20 };
        var model = new Option<string>("--model")
        {
            Description = "Folder of the model bundle.",
            DefaultValueFactory = _ => "deploy/models/stagenet-2",
        };
        var blockSeconds = new Option<int>("--block-seconds")
        {
            Description = "Seconds in a message; 10 is what Replay sends as fast as possible, 1 what an amplifier sends live.",
            DefaultValueFactory = _ => 10,
        };
        var alone = new Option<bool>("--no-bare") { Description = "Without the rival, for profiling." };
        var command = new Command("line", "End-to-end epochs/s of many beds as fast as possible, over the best bare ONNX Runtime loop.")
        {
            beds, epochs, blockSeconds, model, alone,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var folder = parse.GetValue(model)!;
            var bare = parse.GetValue(alone) ? BareRate.None : BareRuntime.Best(folder, s_each, Console.Out);
            var line = await LineRun.MeasureAsync(
                parse.GetValue(beds), parse.GetValue(epochs), parse.GetValue(blockSeconds), folder, Console.Out, cancellationToken);
            if (parse.GetValue(alone)) return;
            // Again, because the machine may have become busier or calmer meanwhile.
            bare = bare.Or(BareRuntime.Best(folder, s_each, Console.Out));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"line: processor an epoch: {line.ProcessorMilliseconds:f2} ms, of which the network needs {bare.ProcessorMilliseconds:f2} when bare"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"line: end_to_end={line.PerSecond:f1}/s bare={bare.PerSecond:f1}/s ratio={line.PerSecond / bare.PerSecond:f3} "
                + $"processor_ratio={bare.ProcessorMilliseconds / line.ProcessorMilliseconds:f3} (aim: above 0.8)"));
        });
        return command;
    }
}
