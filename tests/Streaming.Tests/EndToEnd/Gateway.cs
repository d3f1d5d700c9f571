using Google.Protobuf;
using Streaming.Parts.Mqtt;
using Streaming.Tests.Interop;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.EndToEnd;

/// <summary>A bed's gateway: publishes a study through a real broker, and answers backfill requests.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private readonly string _bed;
    private readonly TestStudy _study;
    private readonly MqttClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Task _answering;

    public Gateway(MosquittoBroker broker, string bed, TestStudy study)
    {
        (_bed, _study) = (bed, study);
        _client = new MqttClient(
            new MqttClientOptions
                { Host = broker.Host, Port = broker.Port, ClientId = "gateway-" + bed, ReconnectDelay = TimeSpan.FromMilliseconds(50) },
            TimeProvider.System);
        _running = _client.RunAsync(_stop.Token);
        _answering = AnswerAsync();
    }

    /// <summary>Samples sent again on request.</summary>
    public int Answered { get; private set; }

    public Task ConnectedAsync() =>
        _client.SubscribeAsync([new MqttSubscription(TestStudy.Topic(_bed, "command"))], TestContext.Current.CancellationToken);

    public async Task SendAsync(string kind, IMessage message, bool retain = false)
    {
        var result = await _client.PublishAsync(
            new MqttMessage(TestStudy.Topic(_bed, kind), message.ToByteArray()) { Retain = retain }, TestContext.Current.CancellationToken);
        Assert.True(result.IsAccepted, result.ReasonCode.ToString());
    }

    public async Task BeginAsync()
    {
        await ConnectedAsync();
        await SendAsync("status", new GatewayStatus { Online = true, Software = "test", StudyId = _study.Id }, retain: true);
        await SendAsync("study", _study.Descriptor, retain: true);
    }

    public Task SendAsync(IEnumerable<SampleBlock> blocks) => Task.WhenAll(blocks.Select(block => SendAsync("samples", block)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running, _answering);
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    private async Task AnswerAsync()
    {
        try
        {
            await foreach (var received in _client.Messages.ReadAllAsync(_stop.Token))
            {
                await received.AcknowledgeAsync(_stop.Token);
                var request = GatewayCommand.Parser.ParseFrom(received.Payload.Span).Backfill;
                var block = new SampleBlock { StudyId = request.StudyId, Backfill = true };
                foreach (var span in request.Spans)
                {
                    var count = (int)(span.LastIndex - span.FirstIndex + 1);
                    block.Channels.Add(_study.Run((int)span.Channel, span.FirstIndex, count));
                    Answered += count;
                }
                await _client.PublishAsync(new MqttMessage(TestStudy.Topic(_bed, "samples"), block.ToByteArray()), _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Asked for.
        }
    }
}
