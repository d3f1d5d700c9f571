using System.Text.Json.Serialization;
using Streaming.Core.Signals;

namespace Streaming.Training.Datasets.Cache;

/// <summary>What a night's file says of the night, beside its samples; docs/datasets.md describes every field.</summary>
internal sealed record NightRecord
{
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public required string Dataset { get; init; }

    public required string Subject { get; init; }

    /// <summary>The recording's header says that a simulator wrote it; absent from the file otherwise. No other word of the header's
    /// identification is kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Simulated { get; init; }

    public required string Name { get; init; }

    /// <summary>What it was made from and how: equal for the same files and options.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Id, start and channels; the epoch origin is each grid's own.</summary>
    public required Study Study { get; init; }

    public required IReadOnlyList<long> LastIndices { get; init; }

    /// <summary>One; three where 20-s pages were widened to 30-s epochs that overlap.</summary>
    public required IReadOnlyList<NightGrid> Grids { get; init; }

    /// <summary>What was odd, in plain words.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Share of the recording's stated data records that its file held; null where all were there.</summary>
    public double? HeldShare { get; init; }

    /// <summary>Of the remarks those that a person must look at before the stages are believed.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>Samples of all channels; filled in by the writer.</summary>
    public long Samples { get; init; }

    /// <summary>Bytes of the encoded samples; filled in by the writer.</summary>
    public long DataBytes { get; init; }

    /// <summary>Their SHA-256, hexadecimal; filled in by the writer.</summary>
    public string DataSha256 { get; init; } = "";
}
