using Google.Protobuf;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Parts.Mqtt;
using Streaming.Replay.Recordings;

namespace Streaming.Replay.Gateway;

/// <summary>Plays one recording: blocks when their last sample is due, events in between, StudyEnded after the last.</summary>
internal sealed class BedPlayer(
    BedRecording recording, BedTopics topics, BlockSender sender, BackfillRing ring, BedProgress progress, PlayOptions options)
{
    private readonly long[] _last = [.. recording.Study.Channels.Select(_ => -1L)];
    private readonly SeededRandom _chance = new(options.Seed, stream: 0x57);

    /// <summary>Plays to the end of the recording or until asked to stop.</summary>
    /// <param name="clock">Started with the call.</param>
    /// <param name="stopping">Stops playing; the study is then not ended, because its recording was not.</param>
    /// <param name="abandoning">Gives up what is not acknowledged.</param>
    /// <returns>Whether the recording came to its end.</returns>
    public async Task<bool> PlayAsync(SampleClock clock, CancellationToken stopping, CancellationToken abandoning)
    {
        var lights = new Queue<(Rational At, V1.StudyEvent Event)>(Lights().OrderBy(entry => entry.At));
        var sequence = 0UL;
        foreach (var block in new JoinedBlocks(recording.Study, options.Joined).Of(recording.Blocks))
        {
            var due = Due(block);
            await clock.WaitUntilAsync(due, stopping);
            while (lights.TryPeek(out var next) && next.At <= due) await SendAsync(topics.Event, lights.Dequeue().Event, stopping, abandoning);
            var message = IngestMessages.Block(recording.Study, block, sequence++);
            ring.Add(message);
            if (options.WithholdShare > 0 && _chance.NextDouble() < options.WithholdShare) progress.CountWithheld();
            else await SendAsync(topics.Samples, message, stopping, abandoning);
            progress.Played((double)due);
            if (sequence == options.MaximumBlocks) return false;
        }

        while (lights.TryDequeue(out var left)) await SendAsync(topics.Event, left.Event, stopping, abandoning);
        await sender.DrainAsync(stopping);
        await SendAsync(topics.Event, IngestMessages.Ended(recording.Study, recording.DurationSeconds, new StudyEnd(_last)), stopping, abandoning);
        await sender.DrainAsync(stopping);
        progress.HasEnded = true;
        return true;
    }

    // Study time of the end of the block's last sample. Notes every channel's last index on the way.
    private Rational Due(SampleBlock block)
    {
        var due = Rational.Zero;
        foreach (var run in block.Channels)
        {
            var end = run.FirstIndex + run.Values.Length;
            _last[run.Channel] = Math.Max(_last[run.Channel], end - 1);
            var seconds = new Rational(end) / recording.Study.Channels[run.Channel].RateHz;
            if (seconds > due) due = seconds;
        }

        return due;
    }

    private IEnumerable<(Rational At, V1.StudyEvent Event)> Lights()
    {
        if (recording.LightsOffSeconds is { } off && off >= 0) yield return (off, IngestMessages.LightsOff(recording.Study, off));
        if (recording.LightsOnSeconds is { } on && on >= 0) yield return (on, IngestMessages.LightsOn(recording.Study, on));
    }

    private ValueTask SendAsync(string topic, IMessage message, CancellationToken stopping, CancellationToken abandoning) =>
        sender.SendAsync(new MqttMessage(topic, message.ToByteArray()), stopping, abandoning);
}
