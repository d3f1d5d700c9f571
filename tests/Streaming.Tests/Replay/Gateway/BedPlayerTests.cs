using Streaming.Core.Signals;
using Streaming.Parts.Mqtt;
using Streaming.Replay.Gateway;
using Streaming.Replay.Recordings;
using Streaming.V1;
using ChannelKind = Streaming.Core.Signals.ChannelKind;
using ChannelSamples = Streaming.Core.Signals.ChannelSamples;
using Rational = Streaming.Core.Signals.Rational;
using SampleBlock = Streaming.Core.Signals.SampleBlock;

namespace Streaming.Tests.Replay.Gateway;

public sealed class BedPlayerTests
{
    private readonly List<MqttMessage> _published = [];
    private readonly BedProgress _progress = new("b");
    private readonly TaskCompletionSource<MqttPublishResult> _held = new();
    private bool _isBrokerAway;

    [Fact]
    public async Task Player_sends_blocks_events_and_the_end_in_order()
    {
        Assert.True(await PlayAsync(new PlayOptions(), seconds: 3));
        Assert.Equal(["samples", "event", "samples", "samples", "event"], _published.Select(message => message.Topic.Split('/')[^1]));
        var lightsOff = StudyEvent.Parser.ParseFrom(_published[1].Payload.Span);
        Assert.Equal(StudyEvent.WhatOneofCase.LightsOff, lightsOff.WhatCase);
        Assert.Equal((3, 2), (lightsOff.AtSeconds.Numerator, lightsOff.AtSeconds.Denominator));
        var ended = StudyEvent.Parser.ParseFrom(_published[^1].Payload.Span).StudyEnded;
        Assert.Equal([29L, 2L], ended.Channels.Select(channel => channel.LastIndex));
        Assert.True(_progress.HasEnded);
    }

    [Fact]
    public async Task Player_keeps_every_sample_and_its_sign()
    {
        await PlayAsync(new PlayOptions(), seconds: 1);
        var block = V1.SampleBlock.Parser.ParseFrom(_published[0].Payload.Span);
        Assert.Equal([-5, -4, -3, -2, -1, 0, 1, 2, 3, 4],
            Enumerable.Range(0, 10).Select(i => BitConverter.ToInt16(block.Channels[0].Samples.Span[(2 * i)..])));
        Assert.Equal([0x00, 0x00, 0x80], block.Channels[1].Samples.ToArray());
    }

    [Fact]
    public async Task Player_waits_with_a_bounded_number_of_messages_while_the_broker_is_away_and_loses_none()
    {
        _isBrokerAway = true;
        var playing = PlayAsync(new PlayOptions(), seconds: 200);
        Assert.Equal(BlockSender.Window, _published.Count);
        Assert.False(playing.IsCompleted);
        _isBrokerAway = false;
        _held.SetResult(new MqttPublishResult(MqttPublishOutcome.Acknowledged));
        Assert.True(await playing);
        Assert.Equal(200, _published.Count(message => message.Topic.EndsWith("samples", StringComparison.Ordinal)));
        Assert.Equal(_progress.Sent, _progress.Acknowledged);
    }

    [Fact]
    public async Task Player_stopped_by_a_block_limit_does_not_end_the_study()
    {
        Assert.False(await PlayAsync(new PlayOptions { MaximumBlocks = 2 }, seconds: 5));
        Assert.Equal(["samples", "event", "samples"], _published.Select(message => message.Topic.Split('/')[^1]));
        Assert.False(_progress.HasEnded);
    }

    [Fact]
    public async Task Player_withholds_blocks_but_names_the_true_last_index()
    {
        Assert.True(await PlayAsync(new PlayOptions { WithholdShare = 1 }, seconds: 4));
        Assert.DoesNotContain(_published, message => message.Topic.EndsWith("samples", StringComparison.Ordinal));
        Assert.Equal(4, _progress.Withheld);
        Assert.Equal(39, StudyEvent.Parser.ParseFrom(_published[^1].Payload.Span).StudyEnded.Channels[0].LastIndex);
    }

    [Fact]
    public async Task Player_reports_what_the_broker_refuses()
    {
        _isBrokerAway = true;
        _held.SetResult(new MqttPublishResult(MqttPublishOutcome.Refused, MqttReasonCode.NotAuthorized));
        await PlayAsync(new PlayOptions(), seconds: 1);
        Assert.Equal("NotAuthorized", _progress.Refusal);
        Assert.Equal(0, _progress.Acknowledged);
    }

    private async Task<bool> PlayAsync(PlayOptions options, int seconds)
    {
        var study = new Study(Guid.NewGuid(), DateTimeOffset.UnixEpoch, Rational.Zero,
        [
            new Channel(0, "C4-M1", ChannelKind.Eeg, "uV", 10, new ChannelScaling("-100", "100", -32768, 32767)),
            new Channel(1, "Pulse", ChannelKind.Other, "", 1, new ChannelScaling("-1", "1", -8388608, 8388607)) { SampleBytes = 3 },
        ]);
        var blocks = Enumerable.Range(0, seconds).Select(second => new SampleBlock(study.Id,
        [
            new ChannelSamples(0, 10L * second, Enumerable.Range(10 * second - 5, 10).ToArray()),
            new ChannelSamples(1, second, new[] { -8388608 }),
        ]));
        var recording = new BedRecording(study, blocks, seconds) { LightsOffSeconds = new Rational(3, 2) };
        using var sender = new BlockSender(Publish, _progress);
        var ring = new BackfillRing([2, 3], 1 << 20);
        var player = new BedPlayer(recording, new BedTopics("psg/v1", "s", "b"), sender, ring, _progress, options);
        return await player.PlayAsync(new SampleClock(TimeProvider.System, double.PositiveInfinity), TestContext.Current.CancellationToken,
            CancellationToken.None);
    }

    private ValueTask<MqttPublishResult> Publish(MqttMessage message, CancellationToken cancellationToken)
    {
        _published.Add(message);
        return _isBrokerAway
            ? new ValueTask<MqttPublishResult>(_held.Task)
            : new ValueTask<MqttPublishResult>(new MqttPublishResult(MqttPublishOutcome.Acknowledged));
    }
}
