using System.Buffers;
using Grpc.Core;

namespace Grpc.Framing;

/// <summary>Puts one framed message into a writer; a serializer that tells its length first writes straight into it.</summary>
internal sealed class MessageSerialization(int? maxMessageBytes) : SerializationContext
{
    private IBufferWriter<byte>? _output;
    private ArrayBufferWriter<byte>? _unsized;
    private int? _length;
    private bool _completed;

    /// <summary>True when bytes of a message may be in the writer although its serializer failed.</summary>
    public bool IsTorn { get; private set; }

    public void Write<T>(T message, Marshaller<T> marshaller, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (IsTorn)
            throw new InvalidOperationException("An earlier message failed while it was being written; the stream cannot go on.");
        (_output, _unsized, _length, _completed) = (output, null, null, false);
        marshaller.ContextualSerializer(message, this);
        if (!_completed)
            throw new InvalidOperationException($"The serializer of {typeof(T).Name} returned without completing the message.");
        IsTorn = false;
    }

    public override void SetPayloadLength(int payloadLength)
    {
        CheckSize(payloadLength);
        _length = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_length is not { } length)
            return _unsized ??= new ArrayBufferWriter<byte>();
        WriteHeader(length);
        IsTorn = true;
        return _output!;
    }

    public override void Complete(byte[] payload) => CompleteWith(payload);

    public override void Complete()
    {
        if (_unsized is not null)
            CompleteWith(_unsized.WrittenSpan);
        else if (_length is null)
            throw new InvalidOperationException("The serializer completed a message it has not written.");
        _completed = true;
    }

    private void CompleteWith(ReadOnlySpan<byte> payload)
    {
        CheckSize(payload.Length);
        WriteHeader(payload.Length);
        _output!.Write(payload);
        _completed = true;
    }

    private void WriteHeader(int length)
    {
        Frame.WriteHeader(_output!.GetSpan(Frame.HeaderLength), 0, length);
        _output.Advance(Frame.HeaderLength);
    }

    private void CheckSize(int length)
    {
        if (length > maxMessageBytes)
            throw MessageErrors.TooLarge("Sending message", length, maxMessageBytes.Value);
    }
}
