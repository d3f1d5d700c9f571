using Streaming.Core.Signals;

namespace Streaming.Training.Datasets.Import;

/// <summary>How a data set is imported.</summary>
internal sealed record ImportOptions
{
    /// <summary>Minutes of wake kept before the first and after the last sleep; null: all. The layout's convention where nobody said.</summary>
    public int? WakeMinutes { get; init; }

    /// <summary>What a person says of the channels; comes before what the layout knows.</summary>
    public IReadOnlyList<DerivationMap> Maps { get; init; } = [];

    /// <summary>Keep every channel, not only EEG, EOG and EMG.</summary>
    public bool AllChannels { get; init; }

    /// <summary>Stop at the first study that cannot be imported.</summary>
    public bool Strict { get; init; }

    /// <summary>Import again what is in the cache already.</summary>
    public bool Again { get; init; }

    /// <summary>What, besides the files, decides how a night looks in the cache.</summary>
    public string Signature =>
        $"wake={WakeMinutes?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all"};all={AllChannels};"
        + $"maps={string.Join(',', Maps.Select(map => $"{map.Source}={map.Derivation.Name}"))}";
}
