namespace Streaming.Core.Signals.Edf;

/// <summary>A file cannot be read as EDF, EDF+ or BDF; the message names the byte and the field.</summary>
public sealed class EdfFormatException : Exception
{
    public EdfFormatException(long byteOffset, string field, string problem)
        : base($"Byte {byteOffset}, {field}: {problem}")
    {
        ByteOffset = byteOffset;
        Field = field;
    }

    /// <summary>Where in the file, from 0.</summary>
    public long ByteOffset { get; }

    /// <summary>Name of the header field, as the EDF specification calls it.</summary>
    public string Field { get; }
}
