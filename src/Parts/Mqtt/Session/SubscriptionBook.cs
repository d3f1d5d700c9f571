using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>The subscriptions to keep standing; outlives connections.</summary>
internal sealed class SubscriptionBook(PacketIdentifiers identifiers)
{
    private readonly Lock _gate = new();
    private readonly List<SubscriptionEntry> _entries = [];
    private readonly Dictionary<ushort, SubscriptionRequest> _requests = [];
    private Action<MqttPacket>? _send;

    public bool IsReplyAwaited
    {
        get
        {
            lock (_gate)
                return _requests.Count > 0;
        }
    }

    /// <summary>Remembers and, with a connection, asks; completes when the broker has answered for each, throws when it refused one.</summary>
    public async Task SubscribeAsync(IReadOnlyList<MqttSubscription> subscriptions, CancellationToken cancellationToken)
    {
        List<SubscriptionEntry> entries;
        lock (_gate)
        {
            entries = [.. subscriptions.Select(s => new SubscriptionEntry(s, UnansweredFor(s.TopicFilter)))];
            _entries.RemoveAll(old => subscriptions.Any(s => s.TopicFilter == old.Subscription.TopicFilter));
            _entries.AddRange(entries);
            _ = AskOutstanding();
        }

        var answers = await Task.WhenAll(entries.Select(e => e.Answer.Task)).WaitAsync(cancellationToken);
        var refused = subscriptions.Zip(answers, (s, code) => KeyValuePair.Create(s.TopicFilter, code)).Where(a => (byte)a.Value >= 0x80).ToList();
        if (refused.Count > 0)
            throw new MqttSubscribeException(refused);
    }

    /// <summary>Asks for what the broker does not hold; completes when all stand, throws when one that stood before is refused.</summary>
    public Task AttachAsync(Action<MqttPacket> send, bool sessionPresent)
    {
        lock (_gate)
        {
            _send = send;
            foreach (var entry in _entries)
                entry.IsStanding &= sessionPresent;
            return AskOutstanding();
        }
    }

    public void Detach()
    {
        lock (_gate)
        {
            _send = null;
            foreach (var (identifier, request) in _requests)
            {
                identifiers.Release(identifier);
                request.Completion.TrySetCanceled();
                request.Entries.ForEach(e => e.IsAsked = false);
            }

            _requests.Clear();
        }
    }

    public void Answer(SubackPacket suback)
    {
        lock (_gate)
        {
            if (!_requests.Remove(suback.PacketIdentifier, out var request) || request.Entries.Count != suback.ReasonCodes.Count)
                throw new MqttProtocolException(MqttReasonCode.ProtocolError,
                    $"SUBACK {suback.PacketIdentifier} answers no SUBSCRIBE of that many filters.");
            identifiers.Release(suback.PacketIdentifier);
            var lost = new List<KeyValuePair<string, MqttReasonCode>>();
            foreach (var (entry, code) in request.Entries.Zip(suback.ReasonCodes))
                Settle(entry, code, lost);
            if (lost.Count > 0)
                request.Completion.TrySetException(new MqttSubscribeException(lost));
            else
                request.Completion.TrySetResult();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _entries.ForEach(e => e.Answer.TrySetException(new ObjectDisposedException(nameof(MqttClient))));
    }

    /// <summary>Who waits for an entry that is replaced waits for its successor.</summary>
    private TaskCompletionSource<MqttReasonCode>? UnansweredFor(string filter) =>
        _entries.Find(e => e.Subscription.TopicFilter == filter && !e.Answer.Task.IsCompleted)?.Answer;

    private void Settle(SubscriptionEntry entry, MqttReasonCode code, List<KeyValuePair<string, MqttReasonCode>> lost)
    {
        entry.IsAsked = false;
        entry.IsStanding = (byte)code < 0x80;
        if (!entry.IsStanding && entry.WasGranted)
            lost.Add(KeyValuePair.Create(entry.Subscription.TopicFilter, code));
        else if (!entry.IsStanding)
            _entries.Remove(entry);
        entry.WasGranted |= entry.IsStanding;
        entry.Answer.TrySetResult(code);
    }

    private Task AskOutstanding()
    {
        var asked = _entries.Where(e => !e.IsStanding && !e.IsAsked).ToList();
        if (_send is null || asked.Count == 0)
            return Task.CompletedTask;
        asked.ForEach(e => e.IsAsked = true);
        var identifier = identifiers.Take();
        var request = new SubscriptionRequest(asked);
        _requests.Add(identifier, request);
        _send(new SubscribePacket(identifier, [.. asked.Select(e => e.Subscription)]));
        return request.Completion.Task;
    }
}
