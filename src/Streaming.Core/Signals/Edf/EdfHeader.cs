namespace Streaming.Core.Signals.Edf;

/// <summary>The header of an EDF, EDF+, BDF or BDF+ file, text as in the file without its padding.</summary>
/// <param name="RecordSeconds">Length of a data record; 0 only in files of annotations alone.</param>
/// <param name="Signals">In the order of the file, annotation signals included.</param>
public sealed record EdfHeader(Rational RecordSeconds, IReadOnlyList<EdfSignal> Signals)
{
    /// <summary>Bytes of the fixed part, and of each signal's part.</summary>
    public const int BlockBytes = 256;

    /// <summary>Samples of three bytes (BDF) instead of two.</summary>
    public bool IsBdf { get; init; }

    public EdfContinuity Continuity { get; init; }

    /// <summary>Local patient identification, at most 80 characters.</summary>
    public string Patient { get; init; } = "X X X X";

    /// <summary>Written by a simulator, as this program's files are: nobody of code, sex and birthday X is called so.</summary>
    public bool IsSimulated => Patient.EndsWith(SimulatedPatient, StringComparison.Ordinal);

    /// <summary>How the patient identification of a simulated recording ends: sex, birthday and name.</summary>
    internal const string SimulatedPatient = " X X simulated";

    /// <summary>Local recording identification, at most 80 characters.</summary>
    public string Recording { get; init; } = "Startdate X X X X";

    /// <summary>Start date, <c>dd.mm.yy</c>.</summary>
    public string StartDate { get; init; } = "01.01.85";

    /// <summary>Start time, <c>hh.mm.ss</c>.</summary>
    public string StartTime { get; init; } = "00.00.00";

    /// <summary>The number of data records the file states, or -1 where it does not.</summary>
    public long StatedRecords { get; init; } = -1;

    /// <summary>Wall clock of the header's date and time, on the recorder's own clock; null where they are no date.</summary>
    public DateTime? Start { get; init; }

    public int SampleBytes => IsBdf ? 3 : 2;

    public long HeaderBytes => (long)BlockBytes * (Signals.Count + 1);

    /// <summary>Bytes of one data record.</summary>
    public long RecordBytes => Signals.Sum(signal => (long)signal.SamplesPerRecord) * SampleBytes;
}
