using System.CommandLine;
using System.Globalization;

namespace Streaming.Benchmarks;

/// <summary><c>line</c>: the whole line, from broker to gRPC, against a bare ONNX Runtime loop over the same network.</summary>
internal static class LineCommand
{
    public static Command Create()
    {
        var beds = new Option<int>("--beds") { Description = "Simulated beds.", DefaultValueFactory = _ => 64 };
        var epochs = new Option<int>("--epochs") { Description = "Epochs a bed.", DefaultValueFactory = _ => 20 };
        var model = new Option<string>("--model")
        {
            Description = "Folder of the model bundle.",
            DefaultValueFactory = _ => "deploy/models/stagenet-1",
        };
        var alone = new Option<bool>("--no-bare") { Description = "Without the rival, for profiling." };
        var command = new Command("line", "End-to-end epochs/s of many beds as fast as possible, over the best bare ONNX Runtime loop.")
        {
            beds, epochs, model, alone,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (parse.GetValue(alone))
            {
                await LineRun.MeasureAsync(parse.GetValue(beds), parse.GetValue(epochs), parse.GetValue(model)!, Console.Out, cancellationToken);
                return;
            }
            var bare = BareRuntime.Best(parse.GetValue(model)!, TimeSpan.FromSeconds(3), Console.Out);
            var line = await LineRun.MeasureAsync(parse.GetValue(beds), parse.GetValue(epochs), parse.GetValue(model)!, Console.Out,
                cancellationToken);
            // Again, because the machine may have become busier or calmer meanwhile: the rival is given its better half.
            bare = Math.Max(bare, BareRuntime.Best(parse.GetValue(model)!, TimeSpan.FromSeconds(3), Console.Out));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"line: end_to_end={line:f1}/s bare={bare:f1}/s ratio={line / bare:f3} (aim: above 0.8)"));
        });
        return command;
    }
}
