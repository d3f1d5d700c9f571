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
            DefaultValueFactory = _ => "deploy/models/stagenet-2",
        };
        var blockSeconds = new Option<int>("--block-seconds")
        {
            Description = "Seconds in a message; 10 is what Replay sends as fast as possible, 1 what an amplifier sends live.",
            DefaultValueFactory = _ => 10,
        };
        var warmUp = new Option<int>("--warm-up") { Description = "Epochs a bed before the clock starts; 3 or more.", DefaultValueFactory = _ => 12 };
        var alone = new Option<bool>("--no-bare") { Description = "Without the rival, for profiling." };
        var command = new Command("line", "End-to-end epochs/s of many beds as fast as possible, over the best bare ONNX Runtime loop.")
        {
            beds, epochs, warmUp, blockSeconds, model, alone,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (folder, each) = (parse.GetValue(model)!, TimeSpan.FromSeconds(parse.GetValue(FigureBook.Short) ? 1 : 3));
            var bare = parse.GetValue(alone) ? BareRate.None : BareRuntime.Best(folder, each, Console.Out);
            var line = await LineRun.MeasureAsync(
                parse.GetValue(beds), parse.GetValue(epochs), parse.GetValue(warmUp), parse.GetValue(blockSeconds), folder, Console.Out, cancellationToken);
            if (parse.GetValue(alone)) return;
            // Again, because the machine may have become busier or calmer meanwhile.
            bare = bare.Or(BareRuntime.Best(folder, each, Console.Out));
            Report(FigureBook.Of("line", parse), parse.GetValue(beds), line, bare);
        });
        return command;
    }

    private static void Report(FigureBook book, int beds, LineRate line, BareRate bare)
    {
        var network = FigureBook.Text($"{bare.ProcessorMilliseconds:f2} ms that the bare network needs");
        book.AtLeast(
            $"{beds} beds as fast as possible, broker and sending beds on the same cores", FigureBook.Text($"{line.PerSecond:f1} epochs/s"),
            FigureBook.Text($"{bare.PerSecond:f1}/s of a bare ONNX Runtime loop"), line.PerSecond / bare.PerSecond, 0.9);
        book.AtLeast(
            $"{beds} beds: processor an epoch, everything", FigureBook.Text($"{line.ProcessorMilliseconds:f2} ms"), network,
            bare.ProcessorMilliseconds / line.ProcessorMilliseconds);
        book.AtLeast(
            $"{beds} beds: processor an epoch, the service alone", FigureBook.Text($"{line.ServiceMilliseconds:f2} ms"), network,
            bare.ProcessorMilliseconds / line.ServiceMilliseconds);
    }
}
