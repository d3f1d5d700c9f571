using Google.Protobuf;
using Streaming.Parts.Mqtt;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.EndToEnd.Soak;

/// <summary>A gateway on which everything goes wrong that its studies' plans say.</summary>
/// <param name="brokerPort">On this machine.</param>
/// <param name="progress">How far the service has come with each study.</param>
/// <param name="studies">One after the other; all but the last are left without an end.</param>
/// <param name="random">For pauses.</param>
internal sealed class SoakBed(int brokerPort, SoakProgress progress, IReadOnlyList<SoakStudy> studies, Random random)
{
    private const int AheadSeconds = 90; // of the service's last decision: about what a bed's lane and its epochs in flight hold
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5); // then sends on: what it waits for may itself be lost
    private const int Window = 32;
    private readonly SemaphoreSlim _room = new(Window);
    private readonly List<(int DueSeconds, SampleBlock Block)> _late = [];
    private readonly Lock _gate = new();
    private MqttClient? _client;
    private CancellationTokenSource? _away;
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource _answered = new();

    /// <summary>The study it plays now.</summary>
    public SoakStudy Current { get; private set; } = studies[0];

    /// <summary>Seconds of samples played, over all its studies.</summary>
    public double TotalSeconds => studies.Sum(study => study.SentSeconds);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (n, study) in studies.Index())
        {
            Current = study;
            await ComeAsync(cancellationToken);
            var until = study.AbandonedAt ?? study.Study.Seconds;
            await PlayAsync(study, until, cancellationToken);
            if (n < studies.Count - 1) await LeaveAsync();
        }
        await EndAsync(Current, cancellationToken);
        await LeaveAsync();
    }

    private async Task PlayAsync(SoakStudy study, int until, CancellationToken cancellationToken)
    {
        var held = new List<SampleBlock>(); // reordered or delayed ones
        for (var second = 0; second < until; second += SoakOptions.BlockSeconds)
        {
            await PaceAsync(study, second, cancellationToken);
            var block = study.Study.Block(second, second + SoakOptions.BlockSeconds);
            var fault = study.Faults.FirstOrDefault(fault => fault.Touches(second, second + SoakOptions.BlockSeconds));
            await TakeTurnAsync(fault, block, held, second, cancellationToken);
            study.SentSeconds = second + SoakOptions.BlockSeconds;
            if (fault is null || study.SentSeconds >= fault.ToSeconds) await AfterAsync(fault, held, cancellationToken);
            if (_client is null) continue;
            foreach (var (_, late) in TakeLate(study.SentSeconds)) await SendAsync("samples", late, cancellationToken);
        }
        foreach (var (_, late) in TakeLate(int.MaxValue))
        {
            if (_client is not null) await SendAsync("samples", late, cancellationToken);
        }
    }

    private async Task TakeTurnAsync(
        BedFault? fault, SampleBlock block, List<SampleBlock> held, int second, CancellationToken cancellationToken)
    {
        switch (fault?.Kind)
        {
            case BedFaultKind.Duplicated:
                await SendAsync("samples", block, cancellationToken);
                await SendAsync("samples", block, cancellationToken);
                break;
            case BedFaultKind.Reordered or BedFaultKind.Delayed:
                held.Add(block);
                break;
            case BedFaultKind.Answered or BedFaultKind.AnsweredLate or BedFaultKind.NeverAnswered:
                break;
            case BedFaultKind.AwayBuffered or BedFaultKind.AwayLossy:
                if (fault.FromSeconds == second) await LeaveAsync();
                if (fault.Kind == BedFaultKind.AwayBuffered) held.Add(block);
                break;
            default:
                await SendAsync("samples", block, cancellationToken);
                break;
        }
    }

    /// <summary>A fault is over: what was held back for it is sent.</summary>
    private async Task AfterAsync(BedFault? fault, List<SampleBlock> held, CancellationToken cancellationToken)
    {
        if (fault is { Kind: BedFaultKind.AwayBuffered or BedFaultKind.AwayLossy })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(2000)), cancellationToken);
            await ComeAsync(cancellationToken);
        }
        if (fault is { Kind: BedFaultKind.Answered }) _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // A delayed block waits for one that follows it.
        if (held.Count == 0 || fault is { Kind: BedFaultKind.Delayed }) return;
        if (fault is { Kind: BedFaultKind.Reordered }) held.Reverse();
        foreach (var block in held) await SendAsync("samples", block, cancellationToken);
        held.Clear();
    }

    private async Task PaceAsync(SoakStudy study, int second, CancellationToken cancellationToken)
    {
        // A gap that is to be filled in time needs its request first: two blocks after it the bed waits.
        var gap = study.Faults.FirstOrDefault(fault => fault.Kind == BedFaultKind.Answered && fault.ToSeconds == second - 2 * SoakOptions.BlockSeconds);
        if (gap is not null) await Task.WhenAny(_answered.Task, Task.Delay(s_patience, cancellationToken));
        if (second - progress.SecondsOf(study.Study.Id) <= AheadSeconds) return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        await progress.ReachedAsync(study.Study.Id, second - AheadSeconds, patience.Token);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task EndAsync(SoakStudy study, CancellationToken cancellationToken)
    {
        while (progress.SecondsOf(study.Study.Id) < study.Study.Seconds / 30 * 30)
        {
            // An end that was published while the service was not subscribed is nobody's: it is told again, by the same name.
            await SendAsync("event", study.Study.End(), cancellationToken);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(s_patience);
            await progress.ReachedAsync(study.Study.Id, study.Study.Seconds / 30 * 30, patience.Token);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task ComeAsync(CancellationToken cancellationToken)
    {
        _away = new CancellationTokenSource();
        var client = _client = new MqttClient(
            new MqttClientOptions
            {
                Host = "127.0.0.1",
                Port = brokerPort,
                ClientId = "soak-" + Current.Bed,
                CleanStart = true,
                ReconnectDelay = TimeSpan.FromMilliseconds(100),
                Will = Status(online: false),
            },
            TimeProvider.System);
        var connected = new SemaphoreSlim(0);
        client.StateChanged += change =>
        {
            if (change.State == MqttConnectionState.Connected) connected.Release();
        };
        _running = Task.WhenAll(client.RunAsync(_away.Token), AnswerAsync(client, _away.Token), AnnounceAsync(client, connected, _away.Token));
        await client.SubscribeAsync([new MqttSubscription(TestStudy.Topic(Current.Bed, "command"))], cancellationToken);
    }

    private async Task LeaveAsync()
    {
        if (_client is not { } client) return;
        _client = null;
        await _away!.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // How it is told to go.
        }
        await client.DisposeAsync();
        _away.Dispose();
    }

    /// <summary>With every connection: a broker that lost its memory has lost what it retained.</summary>
    private async Task AnnounceAsync(MqttClient client, SemaphoreSlim connected, CancellationToken cancellationToken)
    {
        while (true)
        {
            await connected.WaitAsync(cancellationToken);
            await client.PublishAsync(Retained("study", Current.Study.Descriptor), cancellationToken);
            await client.PublishAsync(Status(online: true), cancellationToken);
        }
    }

    private async Task AnswerAsync(MqttClient client, CancellationToken cancellationToken)
    {
        await foreach (var received in client.Messages.ReadAllAsync(cancellationToken))
        {
            await received.AcknowledgeAsync(cancellationToken);
            var request = GatewayCommand.Parser.ParseFrom(received.Payload.Span).Backfill;
            if (request.StudyId != Current.Study.Id) continue;
            var (now, late) = (NewAnswer(request), NewAnswer(request));
            foreach (var span in request.Spans)
            {
                var rate = (double)Current.Study.Descriptor.Channels[(int)span.Channel].RateHz.Numerator;
                var fault = Current.WithheldBy(span.FirstIndex / rate, (span.LastIndex + 1) / rate);
                if (fault is { Kind: BedFaultKind.NeverAnswered or BedFaultKind.AwayLossy }) continue;
                var answer = fault is { Kind: BedFaultKind.AnsweredLate } ? late : now;
                answer.Channels.Add(Current.Study.Run((int)span.Channel, span.FirstIndex, (int)(span.LastIndex - span.FirstIndex + 1)));
            }
            if (late.Channels.Count > 0) lock (_gate) _late.Add((Current.SentSeconds + 60, late));
            if (now.Channels.Count == 0) continue;
            await client.PublishAsync(new MqttMessage(TestStudy.Topic(Current.Bed, "samples"), now.ToByteArray()), cancellationToken);
            _answered.TrySetResult();
        }
    }

    private List<(int DueSeconds, SampleBlock Block)> TakeLate(int seconds)
    {
        lock (_gate)
        {
            var due = _late.Where(late => late.DueSeconds <= seconds).ToList();
            _late.RemoveAll(late => late.DueSeconds <= seconds);
            return due;
        }
    }

    private static SampleBlock NewAnswer(BackfillRequest request) => new() { StudyId = request.StudyId, Backfill = true };

    private MqttMessage Status(bool online) => Retained("status", new GatewayStatus { Online = online, Software = "soak", StudyId = Current.Study.Id });

    private MqttMessage Retained(string kind, IMessage message) => new(TestStudy.Topic(Current.Bed, kind), message.ToByteArray()) { Retain = true };

    private async Task SendAsync(string kind, IMessage message, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        _ = PublishAsync(_client!.PublishAsync(new MqttMessage(TestStudy.Topic(Current.Bed, kind), message.ToByteArray()), cancellationToken));
    }

    private async Task PublishAsync(ValueTask<MqttPublishResult> publishing)
    {
        try
        {
            await publishing;
        }
        catch (Exception lost) when (lost is OperationCanceledException or ObjectDisposedException or MqttConnectionLostException or System.Threading.Channels.ChannelClosedException)
        {
            // It was on its way when the gateway went: perhaps nobody has it.
            Current.Excuse(120, 0);
        }
        finally
        {
            _room.Release();
        }
    }
}
