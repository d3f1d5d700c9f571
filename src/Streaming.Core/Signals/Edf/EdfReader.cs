namespace Streaming.Core.Signals.Edf;

/// <summary>Opens EDF, EDF+C, EDF+D and BDF files. Tolerant: what can be read is read, and every oddity is remarked on.</summary>
public static class EdfReader
{
    private const long MaximumSeconds = 366L * 86400;

    /// <summary>Reads header and annotations; samples are read when asked for, so memory does not grow with the recording.</summary>
    /// <param name="stream">Readable and seekable; read as long as the file is used, and not disposed here.</param>
    /// <exception cref="EdfFormatException">The header cannot be read; the message names the byte and the field.</exception>
    /// <exception cref="ArgumentException">The stream cannot seek or read.</exception>
    public static EdfFile Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek || !stream.CanRead)
            throw new ArgumentException("An EDF file is read from a stream that can read and seek.", nameof(stream));
        var remarks = new RemarkList();
        var header = new EdfHeaderParser(stream, remarks).Parse();
        var records = CountRecords(header, stream.Length, remarks);
        var timeline = new EdfTimeline(stream, header, records, remarks);
        timeline.Scan();
        return new EdfFile(stream, header, records, timeline, remarks);
    }

    private static long CountRecords(EdfHeader header, long length, RemarkList remarks)
    {
        if (header.RecordBytes == 0)
        {
            remarks.Add("No signal has samples.");
            return 0;
        }

        var (whole, rest) = Math.DivRem(length - header.HeaderBytes, header.RecordBytes);
        var stated = header.StatedRecords;
        if (stated < 0)
        {
            remarks.Add($"The number of data records is not stated; the file holds {whole}.");
            stated = whole;
        }

        if (stated > whole) remarks.Add($"The file is cut short: {whole} of {stated} data records are whole.");
        var trailing = length - header.HeaderBytes - Math.Min(stated, whole) * header.RecordBytes;
        var more = stated < whole ? $" ({whole - stated} records more than stated)" : "";
        if (trailing > 0) remarks.Add($"{trailing} bytes after the last data record are not read{more}.");
        return Bounded(Math.Min(stated, whole), header, remarks);
    }

    // Keeps every time and index of a garbled file within 64 bits.
    private static long Bounded(long records, EdfHeader header, RemarkList remarks)
    {
        if (header.RecordSeconds == 0) return records;
        var most = (new Rational(MaximumSeconds) / header.RecordSeconds).Floor();
        if (records > most) remarks.Add($"{records} data records of {header.RecordSeconds} s are more than a year; the first {most} are read.");
        return Math.Min(records, most);
    }
}
