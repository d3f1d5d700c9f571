using System.CommandLine;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;

namespace Streaming.Benchmarks;

/// <summary><c>render</c>: microseconds and bytes a picture, by preset, over the time to write as many bytes once.</summary>
internal static class RenderCommand
{
    private const double LimitMilliseconds = 0.25;

    public static Command Create()
    {
        var command = new Command("render", "Each preset on one thread, over writing as many bytes once; bytes allocated.");
        command.SetAction(parse =>
        {
            var book = FigureBook.Of("render", parse);
            var epoch = Epoch();
            foreach (var spec in (RenderSpec[])[RenderSpecs.Lossless100, RenderSpecs.Paper336, RenderSpecs.Clinical448, RenderSpecs.Display])
                Draw(book, epoch, spec, parse.GetValue(FigureBook.Short));
        });
        return command;
    }

    private static void Draw(FigureBook book, Epoch epoch, RenderSpec spec, bool isShort)
    {
        var (renderer, image) = (new WaveformRenderer(spec), new EpochImage(spec));
        var written = new byte[image.Pixels.Length];
        byte value = 0;
        var (draw, write) = Timed.Pair(isShort, () => renderer.Draw(epoch, image), () => written.AsSpan().Fill(value++));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) renderer.Draw(epoch, image);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        var rows = epoch.Rows.Count(row => row is not null);
        book.AtMost($"{spec.Preset}, {rows} derivations, {spec.Width}×{spec.Height}×{spec.Planes}, {bytes} bytes allocated",
            FigureBook.Text($"{draw:f0} µs"), FigureBook.Text($"{write:f1} µs to write {written.Length} bytes once"), draw / write);
        if (spec.Preset == RenderSpecs.Lossless100Name)
            book.AtMost($"{spec.Preset} on one thread", FigureBook.Text($"{draw / 1000:f3} ms"), FigureBook.Text($"{LimitMilliseconds} ms"), draw / 1000 / LimitMilliseconds, 1);
    }

    private static Epoch Epoch()
    {
        var night = new NightSimulator(new NightSimulatorOptions { Epochs = 4, RateHz = 200 }, 1).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        var session = new BedSession(night.Study, Montage.Resolve(night.Study), RenderSpecs.Lossless100.Signal, new BedSessionOptions());
        return night.Blocks().SelectMany(block => session.Accept(block, 0, 0)).Last();
    }
}
