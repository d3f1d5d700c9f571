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

    /// <summary>Address of a collector's OTLP/HTTP intake, path included (<c>http://127.0.0.1:4318/v1/metrics</c>); null: nothing is sent.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>How often the collector is sent what there is.</summary>
    [Range(1, 3600)]
    public int OtlpIntervalSeconds { get; set; } = 15;
}
