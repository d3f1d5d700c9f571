using System.Buffers.Binary;

namespace Streaming.Core.Signals.Edf;

/// <summary>Writes EDF, EDF+C, EDF+D, BDF and BDF+ record by record. The header's texts are written exactly as given.</summary>
/// <remarks>An annotation that does not fit its record's annotation signals goes into a later record, as EDF+ allows.</remarks>
public sealed class EdfWriter
{
    private readonly Stream _stream;
    private readonly EdfHeader _header;
    private readonly TalWriter? _annotations;
    private readonly byte[] _record;
    private readonly int _ordinaryCount;
    private readonly long _start;
    private long _records;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Writable, and not disposed here; where it can seek, <see cref="Complete"/> fills in the number of records.</param>
    /// <param name="header">At least one annotation signal unless it is plain.</param>
    /// <exception cref="ArgumentException">A field does not fit; the message names it.</exception>
    public EdfWriter(Stream stream, EdfHeader header)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(header);
        var hasAnnotations = header.Signals.Any(signal => signal.IsAnnotations && signal.SamplesPerRecord > 0);
        if (header.Continuity != EdfContinuity.Plain && !hasAnnotations)
            throw new ArgumentException("EDF+ needs a signal labelled 'EDF Annotations' with at least one sample a record.", nameof(header));
        (_stream, _header) = (stream, header);
        _annotations = hasAnnotations ? new TalWriter(header) : null;
        _record = new byte[checked((int)header.RecordBytes)];
        _ordinaryCount = header.Signals.Count(signal => !signal.IsAnnotations);
        _start = stream.CanSeek ? stream.Position : 0;
        stream.Write(EdfHeaderFormat.Format(header));
    }

    /// <summary>Records written so far.</summary>
    public long RecordCount => _records;

    /// <summary>Appends one data record.</summary>
    /// <param name="startSeconds">Its time after the header's start; EDF+ writes it, rounded to a nanosecond; plain EDF ignores it.</param>
    /// <param name="samples">Digital values of every ordinary signal, in the header's order, each of its samples a record.</param>
    /// <param name="annotations">Annotations to write from this record on.</param>
    /// <exception cref="ArgumentException">The number of signals or samples is not the header's, or a value does not fit its bytes.</exception>
    public void WriteRecord(Rational startSeconds, IReadOnlyList<ReadOnlyMemory<int>> samples, IEnumerable<EdfAnnotation>? annotations = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count != _ordinaryCount)
            throw new ArgumentException($"{samples.Count} signals given, the header has {_ordinaryCount}.", nameof(samples));
        if (annotations is not null) _annotations?.Add(annotations);
        _annotations?.BeginRecord(startSeconds);
        var (place, next) = (0, 0);
        foreach (var signal in _header.Signals)
        {
            var bytes = _record.AsSpan(place, signal.SamplesPerRecord * _header.SampleBytes);
            place += bytes.Length;
            if (signal.IsAnnotations) _annotations?.Fill(bytes);
            else Put(signal, samples[next++].Span, bytes);
        }

        _stream.Write(_record);
        _records++;
    }

    /// <summary>Fills in the number of records and flushes.</summary>
    /// <returns>Annotations for which there was no room in the records written.</returns>
    public IReadOnlyList<EdfAnnotation> Complete()
    {
        if (_stream.CanSeek)
        {
            _stream.Seek(_start + EdfHeaderFormat.RecordCountOffset, SeekOrigin.Begin);
            _stream.Write(EdfHeaderFormat.Padded(EdfHeaderFormat.Number(_records), EdfHeaderFormat.RecordCountWidth, "number of data records"));
            _stream.Seek(0, SeekOrigin.End);
        }

        _stream.Flush();
        return _annotations?.Unwritten ?? [];
    }

    private void Put(EdfSignal signal, ReadOnlySpan<int> values, Span<byte> bytes)
    {
        if (values.Length != signal.SamplesPerRecord)
            throw new ArgumentException($"'{signal.Label}': {values.Length} samples given, a record holds {signal.SamplesPerRecord}.");
        var limit = _header.IsBdf ? 1 << 23 : 1 << 15;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            if (value < -limit || value >= limit) throw new ArgumentException($"'{signal.Label}': {value} does not fit {_header.SampleBytes} bytes.");
            if (!_header.IsBdf)
            {
                BinaryPrimitives.WriteInt16LittleEndian(bytes[(2 * i)..], (short)value);
                continue;
            }

            bytes[3 * i] = (byte)value;
            bytes[3 * i + 1] = (byte)(value >> 8);
            bytes[3 * i + 2] = (byte)(value >> 16);
        }
    }
}
