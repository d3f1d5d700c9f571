using System.CommandLine;
using Google.Protobuf;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;
using Streaming.Replay.Gateway;
using Streaming.Service.Ingest;

namespace Streaming.Benchmarks;

/// <summary><c>filter</c>, <c>assemble</c> and <c>decode</c>: samples a second on one thread, over copying as many samples.</summary>
internal static class SignalCommands
{
    public static Command Filter()
    {
        var command = new Command("filter", "The brain filter over a row, over a copy of it.");
        command.SetAction(parse =>
        {
            var filter = new BiquadCascade(SignalSpecs.V1.BrainFilter);
            var (input, output, copy) = (Noise(Epoch.Samples), new float[Epoch.Samples], new double[Epoch.Samples]);
            var (ours, theirs) = Timed.Pair(parse.GetValue(FigureBook.Short), () => filter.Next(input, output), () => input.CopyTo(copy.AsSpan()));
            Add(FigureBook.Of("filter", parse), "brain filter of one row", Epoch.Samples, ours, theirs);
        });
        return command;
    }

    public static Command Assemble()
    {
        var command = new Command("assemble", "A bed's session: placing, resampling, filtering, scaling, the state to go on from; over a copy of the samples.");
        command.SetAction(parse =>
        {
            var night = Night(12);
            SampleBlock[] blocks = [.. night.Blocks()];
            var samples = blocks.Sum(block => block.Channels.Sum(run => run.Values.Length));
            var copy = new int[blocks.Max(block => block.Channels.Max(run => run.Values.Length))];
            var (ours, theirs) = Timed.Pair(
                parse.GetValue(FigureBook.Short),
                () =>
                {
                    var session = new BedSession(night.Study, Montage.Resolve(night.Study), RenderSpecs.Lossless100.Signal, new BedSessionOptions());
                    foreach (var block in blocks) session.Accept(block, 0, 0);
                },
                () =>
                {
                    foreach (var block in blocks)
                        foreach (var run in block.Channels) run.Values.Span.CopyTo(copy);
                });
            Add(FigureBook.Of("assemble", parse), $"twelve epochs of {night.Study.Channels.Count} channels at 200 Hz", samples, ours, theirs);
        });
        return command;
    }

    public static Command Decode()
    {
        var command = new Command("decode", "A message of samples: found, checked and widened; over a copy of its bytes.");
        command.SetAction(parse =>
        {
            var night = Night(1);
            var block = night.Blocks().First();
            var payload = IngestMessages.Block(night.Study, block, 1).ToByteArray();
            var (buffer, copy) = (new SampleBuffer(), new byte[payload.Length]);
            var limits = night.Study.Channels.Select(_ => long.MaxValue).ToArray();
            var samples = block.Channels.Sum(run => run.Values.Length);
            var (ours, theirs) = Timed.Pair(
                parse.GetValue(FigureBook.Short),
                () =>
                {
                    var wire = WireBlockScanner.Scan(payload) ?? throw new InvalidOperationException("the scanner refused a block");
                    if (SamplesReader.FaultOf(wire, night.Study, limits) is { } fault) throw new InvalidOperationException(fault.Text);
                    SamplesReader.Decode(wire, night.Study, buffer);
                },
                () => payload.CopyTo(copy, 0));
            Add(FigureBook.Of("decode", parse), "a second of a bed's samples", samples, ours, theirs);
        });
        return command;
    }

    private static void Add(FigureBook book, string what, int samples, double ours, double theirs) => book.AtLeast(
        what, FigureBook.Text($"{samples / ours:f1} million samples/s"), FigureBook.Text($"{samples / theirs:f0} million/s copied"), theirs / ours);

    private static SimulatedNight Night(int epochs) =>
        new NightSimulator(new NightSimulatorOptions { Epochs = epochs, RateHz = 200 }, 1).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);

    private static double[] Noise(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => 100 * (random.NextDouble() - 0.5))];
    }
}
