namespace Streaming.Training.Datasets;

/// <summary>What batches are drawn from. With the same values step k's batch is the same, whenever it is made.</summary>
internal sealed record BatchOptions
{
    public required ulong Seed { get; init; }

    /// <summary>Different simulated subjects; each gives a piece of a night.</summary>
    public required int Subjects { get; init; }

    public int BatchSize { get; init; } = 32;

    /// <summary>Only the central row's band, showing one EEG: six times cheaper to learn from.</summary>
    public bool SingleRow { get; init; }

    /// <summary>Nights in memory at once; about 15 MB each.</summary>
    public int PoolNights { get; init; } = 48;

    /// <summary>After this many batches the oldest night makes room for the next: an epoch is seen two to four times.</summary>
    public int BatchesPerNight { get; init; } = 12;

    /// <summary>First of the subjects' numbers.</summary>
    public int FirstSubject { get; init; }

    /// <summary>Class shares drawn, W N1 N2 N3 R: rarer stages more often than they occur. The bundle states them as its class priors.</summary>
    public IReadOnlyList<double> ClassShares { get; init; } = [0.18, 0.12, 0.32, 0.18, 0.20];
}
