using System.Globalization;

namespace Streaming.Tests.EndToEnd.Soak;

/// <summary>How large a random-fault night is.</summary>
/// <param name="Beds">Beds of one ward.</param>
/// <param name="Hours">Simulated; a tail of an eighth follows, so that no bed has ended when memory is looked at.</param>
/// <param name="Seed">Of every fault.</param>
internal sealed record SoakOptions(int Beds, double Hours, int Seed)
{
    /// <summary>Set by tests/soak.sh: <c>beds hours seed</c>.</summary>
    public const string Variable = "STREAMING_SOAK";

    /// <summary>Seconds of samples in a block.</summary>
    public const int BlockSeconds = 2;

    public int StudySeconds => (int)(Hours * 3600 * 1.125) / 60 * 60;

    /// <summary>From here on the one service process is left alone, so that its memory can be compared; study seconds.</summary>
    public double QuietFrom => Hours * 3600 / 8; // the end of the first hour of eight

    public double QuietTo => Hours * 3600;

    /// <summary>Null where the variable is not set.</summary>
    public static SoakOptions? FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } value) return null;
        var parts = value.Split(' ');
        return new SoakOptions(
            int.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
