using System.Buffers.Text;

namespace Streaming.Service.Ingest;

/// <summary>Finds the parts of a SampleBlock without copying them.</summary>
/// <remarks>It knows the one form in which protocol buffers are written. Whatever else a parser must accept (fields twice or unknown, padded
/// numbers) or refuse it leaves to the generated parser, so that both always agree.</remarks>
internal ref struct WireBlockScanner
{
    public const int MaximumRuns = 1024;

    private const int IdLength = 36;
    private const int StudyIdTag = 0x0A;
    private const int SequenceTag = 0x10;
    private const int RunTag = 0x1A;
    private const int BackfillTag = 0x20;
    private const int ChannelTag = 0x08;
    private const int FirstIndexTag = 0x10;
    private const int SamplesTag = 0x1A;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    private WireBlockScanner(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Null where the generated parser has to be asked.</summary>
    public static WireBlock? Scan(ReadOnlyMemory<byte> payload)
    {
        var scanner = new WireBlockScanner(payload.Span);
        var runs = new List<WireRun>(16);
        return scanner.TryScan(runs, out var id, out var backfill) ? new WireBlock(id, backfill, payload, [.. runs]) : null;
    }

    // Fields in ascending order, each at most once, as every writer of the contract's language libraries puts them.
    private bool TryScan(List<WireRun> runs, out Guid id, out bool backfill)
    {
        backfill = false;
        if (!TryReadId(out id)) return false;
        if (Take(SequenceTag) && !TryReadNumber(out _)) return false;
        while (Take(RunTag))
        {
            if (runs.Count == MaximumRuns || !TryReadRun(out var run)) return false;
            runs.Add(run);
        }
        if (Take(BackfillTag) && !(TryReadNumber(out var flag) && flag <= 1 && (backfill = flag == 1))) return false;
        return _at == _bytes.Length;
    }

    private bool TryReadId(out Guid id)
    {
        id = Guid.Empty;
        if (!Take(StudyIdTag) || !Take(IdLength) || _bytes.Length - _at < IdLength) return false;
        var text = _bytes.Slice(_at, IdLength);
        _at += IdLength;
        return Utf8Parser.TryParse(text, out id, out var used, 'D') && used == IdLength && !text.ContainsAnyInRange((byte)'A', (byte)'F');
    }

    private bool TryReadRun(out WireRun run)
    {
        run = default;
        if (!TryReadLength(out var length)) return false;
        var end = _at + length;
        ulong channel = 0, index = 0;
        var samples = 0;
        if (Take(ChannelTag, end) && !(TryReadNumber(out channel) && channel <= uint.MaxValue)) return false;
        if (Take(FirstIndexTag, end) && !TryReadNumber(out index)) return false;
        if (Take(SamplesTag, end) && !TryReadLength(out samples)) return false;
        run = new WireRun((uint)channel, (long)(index >> 1) ^ -(long)(index & 1), _at, samples);
        _at += samples;
        return _at == end;
    }

    private bool TryReadLength(out int length)
    {
        length = 0;
        if (!TryReadNumber(out var stated) || stated > (ulong)(_bytes.Length - _at)) return false;
        length = (int)stated;
        return true;
    }

    private bool Take(int next) => Take(next, _bytes.Length);

    private bool Take(int next, int end)
    {
        if (_at >= end || _bytes[_at] != next) return false;
        _at++;
        return true;
    }

    private bool TryReadNumber(out ulong number)
    {
        number = 0;
        for (var shift = 0; shift < 64 && _at < _bytes.Length; shift += 7)
        {
            var part = _bytes[_at++];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return shift < 63 || part <= 1;
        }
        return false;
    }
}
