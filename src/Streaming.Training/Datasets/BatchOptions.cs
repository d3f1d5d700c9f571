namespace Streaming.Training.Datasets;

/// <summary>How batches are drawn. With the same values and nights step k's batch is the same, whenever and by however many
/// threads it is made.</summary>
internal sealed record BatchOptions
{
    public required ulong Seed { get; init; }

    public int BatchSize { get; init; } = 32;

    /// <summary>Only the central row's band, showing one EEG: six times cheaper to learn from.</summary>
    public bool SingleRow { get; init; }

    /// <summary>Nights in memory at once; about 15 MB each.</summary>
    public int PoolNights { get; init; } = 48;

    /// <summary>Of a longer night a sample of so many epochs is held; the next time round another one.</summary>
    public int EpochsPerNight { get; init; } = 330;

    /// <summary>After this many batches the oldest night makes room for the next: an epoch is seen two to four times.</summary>
    public int BatchesPerNight { get; init; } = 12;

    /// <summary>Number of the first night.</summary>
    public int FirstNight { get; init; }

    /// <summary>Threads that read, vary and draw.</summary>
    public int Producers { get; init; } = 1;

    /// <summary>Asked about every epoch in the pool; null: labels are all that is taught.</summary>
    public Teachers? Teachers { get; init; }

    /// <summary>Class shares drawn, W N1 N2 N3 R: rarer stages more often than they occur. The bundle states them as its class priors.</summary>
    public IReadOnlyList<double> ClassShares { get; init; } = [0.18, 0.12, 0.32, 0.18, 0.20];
}
