using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Streaming.Core.Evidence;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Benchmarks;

/// <summary><c>budget</c>: bytes allocated a picture and a sample, which must be none, and what each costs beside the network.</summary>
internal static class BudgetCommand
{
    private const long HeldLimit = 1_000_000;
    private const int BuffersMade = 3; // each open epoch's buffers are made once, when its first sample comes

    public static Command Create()
    {
        var command = new Command("budget", "Bytes allocated per picture and per placed sample, against a budget of 0.");
        command.SetAction(parse => Run(Console.Out, FigureBook.Of("budget", parse)));
        return command;
    }

    private static int Run(TextWriter report, FigureBook book)
    {
        var night = new NightSimulator(new NightSimulatorOptions { Epochs = 12, RateHz = 200 }, 1).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        var session = new BedSession(night.Study, Montage.Resolve(night.Study), RenderSpecs.Lossless100.Signal, new BedSessionOptions());
        var (placed, samples, epoch) = (0L, 0L, (Epoch?)null);
        var offset = 0L;
        foreach (var block in night.Blocks())
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var closed = session.Accept(block, offset, ++offset);
            var spent = GC.GetAllocatedBytesForCurrentThread() - before;
            if (closed.Count > 0) epoch = closed[^1];
            else if (epoch is { Number: >= BuffersMade })
                (placed, samples) = (placed + spent, samples + block.Channels.Sum(run => run.Values.Length));
        }
        var (bytes, perSecond) = Draw(epoch ?? throw new InvalidOperationException("No epoch closed."));
        report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"budget: placing {samples} samples allocated {placed} bytes"));
        report.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"budget: drawing allocated {bytes} bytes a picture, {perSecond:f0} pictures/s on one thread"));
        book.AtMost("bytes allocated by placing samples and drawing pictures", $"{placed + bytes} bytes", "0", placed + bytes, 0);
        var held = HeldEach(night);
        book.AtMost("bytes that a bed's signal keeps between two blocks, rolling windows shown", FigureBook.Text($"{held / 1e6:f2} MB"),
            FigureBook.Text($"{HeldLimit / 1e6:f0} MB"), (double)held / HeldLimit, 1);
        report.WriteLine($"budget: over={placed + bytes} bytes (limit: 0)");
        return placed + bytes == 0 ? 0 : 1;
    }

    /// <summary>Of a session in mid-epoch and what reads its epochs for their reasons, after a full collection.</summary>
    private static long HeldEach(SimulatedNight night)
    {
        const int Beds = 10;
        var blocks = night.Blocks().Take(100).ToList();
        var beds = new List<(BedSession, FindingsReader)>();
        var before = 0L;
        for (var bed = 0; bed <= Beds; bed++)
        {
            if (bed == 1) before = GC.GetTotalMemory(forceFullCollection: true); // what is made once is there by now
            var montage = Montage.Resolve(night.Study);
            var session = new BedSession(night.Study, montage, RenderSpecs.Lossless100.Signal, new BedSessionOptions());
            var findings = new FindingsReader(night.Study, montage, new EvidenceOptions());
            foreach (var block in blocks)
            {
                foreach (var epoch in session.Accept(block, 0, 0)) findings.Decide(findings.Read(epoch), Stage.N2);
                session.RollingWindow();
            }
            beds.Add((session, findings));
        }
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(beds);
        return held / Beds;
    }

    private static (long BytesEach, double PerSecond) Draw(Epoch epoch)
    {
        const int Pictures = 500;
        var renderer = new WaveformRenderer(RenderSpecs.Lossless100);
        var image = new EpochImage(RenderSpecs.Lossless100);
        renderer.Draw(epoch, image);
        var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        for (var i = 0; i < Pictures; i++) renderer.Draw(epoch, image);
        return ((GC.GetAllocatedBytesForCurrentThread() - before) / Pictures, Pictures / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
