using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Streaming.Service.Recording;

/// <summary>Where the store is and how it writes.</summary>
public sealed class RecordingOptions
{
    public const string Section = "Recording";

    /// <summary>The store: lock, journal and night log. A relative path starts at the content root.</summary>
    [Required]
    public string Folder { get; set; } = "var/store";

    [ValidateObjectMembers]
    public JournalOptions Journal { get; set; } = new();

    [ValidateObjectMembers]
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>Epochs of many beds that share one flush of the night log; each is whole or absent all the same.</summary>
    [Range(1, 4096)]
    public int GroupLimit { get; set; } = 128;

    /// <summary>Pause before a refused write, or a read that a bed waits for, is tried again.</summary>
    [Range(10, 60_000)]
    public int RetryMilliseconds { get; set; } = 1000;
}
