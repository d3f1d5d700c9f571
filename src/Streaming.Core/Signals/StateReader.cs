using System.Buffers.Binary;

namespace Streaming.Core.Signals;

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
/// <param name="state">The bytes.</param>
internal ref struct StateReader(ReadOnlySpan<byte> state)
{
    private readonly ReadOnlySpan<byte> _state = state;
    private int _position;

    public readonly bool AtEnd => _position == _state.Length;

    public byte ReadByte() => Take(1)[0];

    public bool ReadBoolean() => ReadByte() != 0;

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public Guid ReadGuid() => new(Take(16));

    public void Read(Span<double> values)
    {
        foreach (ref var value in values) value = ReadDouble();
    }

    public void Read(Span<long> values)
    {
        foreach (ref var value in values) value = ReadInt64();
    }

    public void Read(Span<bool> values)
    {
        foreach (ref var value in values) value = ReadBoolean();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_position + count > _state.Length)
            throw new InvalidDataException($"Saved state ends at byte {_state.Length}, {count} more were expected at byte {_position}.");
        _position += count;
        return _state.Slice(_position - count, count);
    }
}
