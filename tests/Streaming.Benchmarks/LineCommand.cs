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
        var large = new Option<bool>("--resnet18")
        {
            Description = "In the model's place a network of ResNet18's size at 224², with random weights: what the rest of the line costs beside such a one.",
        };
        var alone = new Option<bool>("--no-bare") { Description = "Without the rival, for profiling." };
        var command = new Command("line", "End-to-end epochs/s of many beds as fast as possible, over the best bare ONNX Runtime loop.")
        {
            beds, epochs, warmUp, blockSeconds, model, large, alone,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var made = parse.GetValue(large) ? new LargeNetwork(parse.GetValue(model)!) : null;
            var (folder, each) = (made?.Folder ?? parse.GetValue(model)!, TimeSpan.FromSeconds(parse.GetValue(FigureBook.Short) ? 1 : 3));
            var bare = parse.GetValue(alone) ? BareRate.None : BareRuntime.Best(folder, each, Console.Out);
            var line = await LineRun.MeasureAsync(
                parse.GetValue(beds), parse.GetValue(epochs), parse.GetValue(warmUp), parse.GetValue(blockSeconds), folder, Console.Out, cancellationToken);
            if (parse.GetValue(alone)) return;
            // Again, because the machine may have become busier or calmer meanwhile.
            bare = bare.Or(BareRuntime.Best(folder, each, Console.Out));
            var beside = made is null ? "" : ", network of ResNet18's size";
            Report(FigureBook.Of("line", parse), $"{parse.GetValue(beds)} beds{beside}", line, bare, made is null ? 0.9 : null);
        });
        return command;
    }

    private static void Report(FigureBook book, string beds, LineRate line, BareRate bare, double? aim)
    {
        var network = FigureBook.Text($"{bare.ProcessorMilliseconds:f2} ms that the bare network needs");
        book.AtLeast(
            $"{beds} as fast as possible, broker and sending beds on the same cores", FigureBook.Text($"{line.PerSecond:f1} epochs/s"),
            FigureBook.Text($"{bare.PerSecond:f1}/s of a bare ONNX Runtime loop"), line.PerSecond / bare.PerSecond, aim);
        book.AtLeast(
            $"{beds}: processor an epoch, everything", FigureBook.Text($"{line.ProcessorMilliseconds:f2} ms"), network,
            bare.ProcessorMilliseconds / line.ProcessorMilliseconds);
        book.AtLeast(
            $"{beds}: processor an epoch, the service alone", FigureBook.Text($"{line.ServiceMilliseconds:f2} ms"), network,
            bare.ProcessorMilliseconds / line.ServiceMilliseconds);
    }
}
