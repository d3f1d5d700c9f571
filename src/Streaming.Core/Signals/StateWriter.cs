using System.Buffers.Binary;

namespace Streaming.Core.Signals;

/// <summary>Writes exact state, little-endian: doubles keep their bits.</summary>
internal sealed class StateWriter
{
    private byte[] _buffer = new byte[1024];
    private int _length;

    /// <summary>Bytes written so far.</summary>
    public int Length => _length;

    public void Write(byte value) => Take(1)[0] = value;

    public void Write(bool value) => Write(value ? (byte)1 : (byte)0);

    public void Write(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Write(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void Write(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);

    public void Write(ReadOnlySpan<double> values)
    {
        foreach (var value in values) Write(value);
    }

    public void Write(ReadOnlySpan<long> values)
    {
        foreach (var value in values) Write(value);
    }

    public void Write(ReadOnlySpan<bool> values)
    {
        foreach (var value in values) Write(value);
    }

    public void Write(Guid value) => value.TryWriteBytes(Take(16));

    public byte[] ToArray() => _buffer.AsSpan(0, _length).ToArray();

    private Span<byte> Take(int count)
    {
        if (_length + count > _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        _length += count;
        return _buffer.AsSpan(_length - count, count);
    }
}
