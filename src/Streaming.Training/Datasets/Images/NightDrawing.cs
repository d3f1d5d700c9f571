using System.Security.Cryptography;
using System.Text;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets.Images;

/// <summary>Draws the labelled epochs of one night as PNG files.</summary>
internal sealed class NightDrawing(ImageDatasetOptions options, StagedNight night, Split split)
{
    private static readonly DerivationRow[] s_rows = Enum.GetValues<DerivationRow>();

    /// <summary>Unique in the data set; a path.</summary>
    public static string NameOf(StagedNight night) => $"{night.Dataset}/{night.Name.Replace(' ', '_')}";

    /// <summary>Draws, and gives what is known of each epoch drawn, in order.</summary>
    public IReadOnlyList<EpochExample> Draw(CancellationToken cancellationToken)
    {
        var chosen = Chosen();
        var pictures = options.Pictures.Select(spec => (Renderer: new WaveformRenderer(spec), Image: new EpochImage(spec))).ToArray();
        foreach (var spec in options.Pictures) Directory.CreateDirectory(Path.Combine(options.Output, "images", spec.Preset, NameOf(night)));
        var examples = new List<EpochExample>();
        foreach (var epoch in NightEpochs.Of(night, options.Pictures[0].Signal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (epoch.UnscorableReason is not null || !chosen.Contains(epoch.Number)) continue;
            var images = new Dictionary<string, string>();
            foreach (var (renderer, image) in pictures)
            {
                renderer.Draw(epoch, image);
                var path = $"images/{image.Spec.Preset}/{NameOf(night)}/{epoch.Number:d5}.png";
                using (var stream = File.Create(Path.Combine(options.Output, path))) PngWriter.Write(image, stream);
                images[image.Spec.Preset] = path;
            }
            examples.Add(Example(epoch, images));
        }
        return examples;
    }

    private HashSet<long> Chosen()
    {
        long[] labelled = [.. night.Reference.Stages.Index().Where(entry => entry.Item is not null).Select(entry => (long)entry.Index)];
        if (options.EpochsPerNight is not { } most || most >= labelled.Length) return [.. labelled];
        var random = new SeededRandom(options.Seed, BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(NameOf(night)))));
        for (var i = 0; i < most; i++)
        {
            var place = i + random.Below(labelled.Length - i);
            (labelled[i], labelled[place]) = (labelled[place], labelled[i]);
        }
        return [.. labelled.Take(most)];
    }

    private EpochExample Example(Epoch epoch, Dictionary<string, string> images) => new(
        $"{NameOf(night)}/{epoch.Number:d5}", night.Dataset, night.Subject, night.Name, epoch.Number, Math.Round((double)epoch.StartSeconds, 3),
        $"{split}".ToLowerInvariant(), $"{night.Reference.At(epoch.Number)}", night.Reference.Scorer,
        night.Scorings.ToDictionary(scoring => scoring.Scorer, scoring => scoring.At(epoch.Number) is { } stage ? $"{stage}" : "?"),
        s_rows.ToDictionary(row => $"{row}", row => epoch.Rows[(int)row] is null ? null : epoch.Derivations[(int)row]?.Name),
        images, night.Events.Count == 0 ? null : [.. Events((double)epoch.StartSeconds)]);

    private IEnumerable<KnownEvent> Events(double start) =>
        from known in night.Events
        let end = known.OnsetSeconds + known.DurationSeconds
        where known.OnsetSeconds < start + Epoch.Seconds && end > start
        let begin = Math.Max(known.OnsetSeconds, start)
        select new KnownEvent($"{known.Kind}", Math.Round(begin - start, 2), Math.Round(Math.Min(end, start + Epoch.Seconds) - begin, 2));
}
