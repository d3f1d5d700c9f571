using System.ComponentModel.DataAnnotations;

namespace Streaming.Service.Exporting;

/// <summary>How nights leave the service as files and reports.</summary>
public sealed class ExportingOptions : IValidatableObject
{
    public const string Section = "Exporting";

    /// <summary>Where the beds stand: a name of the IANA time zone database (<c>Europe/Berlin</c>), or UTC. Reports and the headers of EDF files have its clock's time;
    /// the store and what programs read stay in UTC.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <exception cref="TimeZoneNotFoundException">No such zone; checked before anything starts.</exception>
    internal LabClock Clock => new(TimeZoneInfo.FindSystemTimeZoneById(TimeZone));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ZoneFault.Of("Exporting:TimeZone", TimeZone) is { } fault) yield return new ValidationResult(fault);
    }
}
