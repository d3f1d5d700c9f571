using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Streaming.Service;

/// <summary>Holds a room's values to their limits, and names each as the settings do, with what it is.</summary>
internal static class LimitsCheck
{
    /// <returns>One sentence each; none where all fits.</returns>
    public static IEnumerable<string> Faults(string path, object options)
    {
        foreach (var setting in options.GetType().GetProperties().Where(property => property.CanWrite))
        {
            var (value, place) = (setting.GetValue(options), $"{path}:{setting.Name}");
            if (value is not null && setting.GetCustomAttribute<ValidateObjectMembersAttribute>() is not null)
            {
                foreach (var fault in Faults(place, value)) yield return fault;
                continue;
            }
            var context = new ValidationContext(options) { MemberName = setting.Name, DisplayName = place };
            var found = new List<ValidationResult>();
            if (Validator.TryValidateProperty(value, context, found)) continue;
            foreach (var fault in found) yield return string.Create(CultureInfo.InvariantCulture, $"{fault.ErrorMessage?.TrimEnd('.')}; it is '{value}'.");
        }
        if (options is not IValidatableObject whole) yield break;
        foreach (var fault in whole.Validate(new ValidationContext(options))) yield return fault.ErrorMessage ?? path;
    }
}
