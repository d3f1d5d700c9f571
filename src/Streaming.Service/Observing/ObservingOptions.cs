using System.ComponentModel.DataAnnotations;

namespace Streaming.Service.Observing;

/// <summary>What the service says about itself.</summary>
public sealed class ObservingOptions
{
    public const string Section = "Observing";

    /// <summary>An advisory on bad messages ends after this long without another.</summary>
    [Range(1, 86400)]
    public int AdvisoryQuietSeconds { get; set; } = 300;

    /// <summary>A lasting advisory whose count grew is shown anew at most this often.</summary>
    [Range(1, 86400)]
    public int AdvisoryRepeatSeconds { get; set; } = 30;
}
