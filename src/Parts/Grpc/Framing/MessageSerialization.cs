using System.Buffers;
using Grpc.Core;

namespace Grpc.Framing;

/// <summary>Puts one framed message into a writer; a serializer that tells its length first writes straight into it.</summary>
/// <param name="maxMessageBytes">What is longer is refused.</param>
/// <param name="largestWhole">What is longer, and of a length told first, goes into pieces instead of the writer.</param>
internal sealed class MessageSerialization(int? maxMessageBytes, int largestWhole = int.MaxValue) : SerializationContext
{
    private IBufferWriter<byte>? _output;
    private MessagePieces? _pieces;
    private ArrayBufferWriter<byte>? _unsized;
    private int? _length;
    private bool _completed;

    /// <summary>True when a part of a message may be in the writer and the rest will not come: its serializer failed, or whoever sends its pieces stopped.</summary>
    public bool IsTorn { get; set; }

    /// <returns>The frame in pieces, nothing of which is in the writer yet; null when all of it is.</returns>
    public MessagePieces? Write<T>(T message, Marshaller<T> marshaller, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (IsTorn)
            throw new InvalidOperationException("An earlier message failed while it was being written; the stream cannot go on.");
        (_output, _pieces, _unsized, _length, _completed) = (output, null, null, null, false);
        marshaller.ContextualSerializer(message, this);
        if (!_completed)
            throw new InvalidOperationException($"The serializer of {typeof(T).Name} returned without completing the message.");
        IsTorn = false;
        return _pieces;
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
        if (length > largestWhole)
            _output = _pieces = new MessagePieces();
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
