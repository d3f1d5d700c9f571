using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>
/// Packets on their way to the network, written by one task. The channel has no bound of its own because each kind of packet has one: PUBACKs the
/// receive maximum, QoS 1 publishes the outbound window, QoS 0 publishes the places below (their callers wait), PINGREQ one, SUBSCRIBE its
/// callers. So nobody who enqueues has to wait, least of all the socket reader, and two peers that both write cannot lock each other.
/// </summary>
internal sealed class SendQueue(Stream stream)
{
    private const int Qos0Places = 64;
    private const int FlushAboveBytes = 64 * 1024;
    private readonly Channel<SendItem> _queue = Channel.CreateUnbounded<SendItem>(new UnboundedChannelOptions { SingleReader = true });
    private readonly PipeWriter _output = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: MqttLink.BufferBytes, leaveOpen: true));
    private readonly SemaphoreSlim _places = new(Qos0Places);
    private int _sentSinceAsked;

    public bool TrySend(byte[] packet, ReadOnlyMemory<byte> payload = default) => _queue.Writer.TryWrite(new SendItem(packet, payload));

    /// <summary>QoS 0: true when the packet has gone to the network; false when the connection ended first.</summary>
    public async ValueTask<bool> SendQos0Async(byte[] packet, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            var written = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _queue.Writer.TryWrite(new SendItem(packet, default, written)) && await written.Task;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>What is queued still goes out, nothing more is taken.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Whether anything was sent since the last call.</summary>
    public bool TakeActivity() => Interlocked.Exchange(ref _sentSinceAsked, 0) != 0;

    /// <summary>Writes until completed, cancelled or failed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var written = new List<TaskCompletionSource<bool>>();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(cancellationToken))
            {
                while (_output.UnflushedBytes < FlushAboveBytes && _queue.Reader.TryRead(out var item))
                {
                    _output.Write(item.Packet);
                    _output.Write(item.Payload.Span);
                    if (item.Written is not null)
                        written.Add(item.Written);
                }

                await _output.FlushAsync(cancellationToken);
                Interlocked.Exchange(ref _sentSinceAsked, 1);
                written.ForEach(w => w.TrySetResult(true));
                written.Clear();
            }
        }
        finally
        {
            Complete();
            written.ForEach(w => w.TrySetResult(false));
            while (_queue.Reader.TryRead(out var item))
                item.Written?.TrySetResult(false);
        }
    }
}
