namespace Streaming.Tests.EndToEnd.Soak;

/// <summary>A fault of one bed, in study time.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="FromSeconds">Start of the first block it touches.</param>
/// <param name="ToSeconds">End of the last.</param>
internal sealed record BedFault(BedFaultKind Kind, int FromSeconds, int ToSeconds)
{
    /// <summary>Samples may be lost by it.</summary>
    public bool MayLose => Kind is BedFaultKind.Answered or BedFaultKind.AnsweredLate or BedFaultKind.NeverAnswered or BedFaultKind.AwayLossy;

    /// <summary>Its blocks are not sent in their turn.</summary>
    public bool Withholds => MayLose;

    public bool Touches(double fromSeconds, double toSeconds) => FromSeconds < toSeconds && ToSeconds > fromSeconds;

    /// <summary>Faults of a study, one after the other, a random while apart.</summary>
    public static List<BedFault> Plan(int studySeconds, double meanSecondsBetween, Random random)
    {
        var faults = new List<BedFault>();
        for (var at = Next(60); at < studySeconds - 120;)
        {
            var kind = (BedFaultKind)random.Next(8);
            var blocks = kind switch
            {
                BedFaultKind.Reordered or BedFaultKind.Delayed => 1 + random.Next(3),
                BedFaultKind.AwayBuffered or BedFaultKind.AwayLossy => 5 + random.Next(40),
                _ => 1 + random.Next(8),
            };
            faults.Add(new BedFault(kind, at, at + blocks * SoakOptions.BlockSeconds));
            at = Next(faults[^1].ToSeconds + 30);
        }
        return faults;

        int Next(int from) =>
            (from + (int)(-Math.Log(1 - random.NextDouble()) * meanSecondsBetween)) / SoakOptions.BlockSeconds * SoakOptions.BlockSeconds;
    }
}
