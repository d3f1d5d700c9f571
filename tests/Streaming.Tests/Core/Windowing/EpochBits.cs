using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using EpochImage = Streaming.Core.Rendering.EpochImage;

namespace Streaming.Tests.Core.Windowing;

/// <summary>Hash of everything a session makes of a recording that whole numbers alone define.</summary>
internal static class EpochBits
{
    private static readonly string[] Labels = ["F4", "C4", "O2", "E1", "E2", "M1", "M2", "Chin1", "Chin2"];

    /// <param name="rates">By channel, in turn.</param>
    /// <param name="origin">Of epoch 0, s.</param>
    /// <param name="holes">Runs, seconds and a channel's twelve seconds are missing.</param>
    public static string Of(Rational[] rates, Rational origin, bool holes)
    {
        const int Seconds = 400;
        var channels = Labels.Select((label, n) => new Channel(n, label, ChannelKind.Unspecified, "uV", rates[n % rates.Length],
            new ChannelScaling("-3276.8", "3276.7", short.MinValue, short.MaxValue))).ToArray();
        var study = new Study(new Guid(7, 0, 0, new byte[8]), DateTimeOffset.UnixEpoch, origin, channels);
        var session = new BedSession(study, Montage.Resolve(study), RenderSpecs.Lossless100.Signal, new BedSessionOptions());
        var recorder = new WholeNumberRecorder(channels, holes);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var second = 0; second < Seconds; second++)
        {
            foreach (var epoch in session.Accept(new SampleBlock(study.Id, recorder.Next(second)), second, second + 1)) Add(hash, epoch);
            if (session.RollingWindow() is { } window) Add(hash, window);
        }
        var end = new StudyEnd([.. channels.Select(channel => (channel.RateHz * Seconds).Ceiling() - 1)]);
        foreach (var epoch in session.End(end, Seconds)) Add(hash, epoch);
        return Convert.ToHexStringLower(hash.GetCurrentHash())[..16];
    }

    // What the first release kept: later versions put theirs behind it, with its length at the end.
    private static byte[] FirstState(byte[] state) => state.Length == 0 ? state : [1, .. state[1..^(4 + BitConverter.ToInt32(state, state.Length - 4))]];

    private static void Add(IncrementalHash hash, Epoch epoch)
    {
        foreach (var row in epoch.Rows) hash.AppendData(MemoryMarshal.AsBytes(row.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes<double>(epoch.ScalesMicrovolts.ToArray()));
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{epoch.Number} {epoch.UnscorableReason} {string.Join('|', epoch.Quality)} {epoch.ResumeOffset} {string.Join(' ', epoch.Accounts)}")));
        hash.AppendData(FirstState(epoch.StateAfter));
        var image = new EpochImage(RenderSpecs.Lossless100);
        new WaveformRenderer(RenderSpecs.Lossless100).Draw(epoch, image);
        hash.AppendData(image.Pixels);
    }
}
