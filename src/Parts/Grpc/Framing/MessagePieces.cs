using System.Buffers;

namespace Grpc.Framing;

/// <summary>
/// A large message in ordinary arrays. Written straight into a response, all of it would lie in the server's pooled blocks until the peer took it, and the
/// pool keeps the blocks of the largest message of the night; from here it goes piece by piece, each after the peer has made room.
/// </summary>
internal sealed class MessagePieces : IBufferWriter<byte>
{
    public const int PieceBytes = 32 * 1024;

    private readonly List<ReadOnlyMemory<byte>> _full = [];
    private byte[] _last = new byte[PieceBytes];
    private int _used;

    /// <summary>What has been written, in order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> All => _full.Append(_last.AsMemory(0, _used));

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _last.Length - _used);
        _used += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_last.Length - _used < Math.Max(1, sizeHint))
        {
            _full.Add(_last.AsMemory(0, _used));
            (_last, _used) = (new byte[Math.Max(PieceBytes, sizeHint)], 0);
        }

        return _last.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
