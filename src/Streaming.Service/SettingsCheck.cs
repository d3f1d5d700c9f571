using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace Streaming.Service;

/// <summary>What is written in the settings and cannot be meant: names that are no setting, values that are no number, no choice.</summary>
/// <remarks>The binder passes by a name that it does not know, and a misspelt limit would silently be the default.</remarks>
internal static class SettingsCheck
{
    // Beside the rooms: what the host itself reads.
    private static readonly string[] s_hosts = ["Logging", "AllowedHosts", "Kestrel", "urls", "environment", "contentRoot", "applicationName"];

    /// <summary>Of one room.</summary>
    /// <returns>One sentence each; none where all fits.</returns>
    public static IEnumerable<string> Faults(Type room, IConfigurationSection section)
    {
        var settings = room.GetProperties().Where(property => property.CanWrite).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var given in section.GetChildren())
        {
            if (!settings.TryGetValue(given.Key, out var setting))
                yield return $"{given.Path} is no setting. {section.Path} has {string.Join(", ", settings.Keys.Order(StringComparer.Ordinal))}.";
            else if (given.GetChildren().Any())
                foreach (var fault in Faults(setting.PropertyType, given)) yield return fault;
            else if (given.Value is { } value && Expected(setting, value) is { } expected)
                yield return $"{given.Path} is '{value}'; expected {expected}.";
        }
    }

    /// <summary>Of the file and the arguments as a whole; the environment holds other programs' variables too.</summary>
    public static IEnumerable<string> Faults(IConfigurationRoot settings, IReadOnlyCollection<string> rooms)
    {
        var written = settings.Providers.Where(provider => provider is JsonConfigurationProvider or CommandLineConfigurationProvider)
            .SelectMany(provider => provider.GetChildKeys([], null)).Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var name in written.Where(name => !rooms.Concat(s_hosts).Contains(name, StringComparer.OrdinalIgnoreCase)))
            yield return $"{name} is no section. There are {string.Join(", ", rooms)} and Logging.";
        foreach (var level in settings.GetSection("Logging:LogLevel").GetChildren())
        {
            if (level.Value is not { } value || !IsName(typeof(LogLevel), value))
                yield return $"{level.Path} is '{level.Value}'; expected one of {string.Join(", ", Enum.GetNames<LogLevel>())}.";
        }
    }

    /// <returns>What should stand there, or null where the value can be read.</returns>
    private static string? Expected(PropertyInfo setting, string value)
    {
        var type = Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;
        if (type == typeof(string)) return null;
        if (type == typeof(Uri))
            return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? null : "an address such as http://127.0.0.1:4318/v1/metrics";
        try
        {
            if (type.IsEnum ? IsName(type, value) : TypeDescriptor.GetConverter(type).ConvertFromString(null, CultureInfo.InvariantCulture, value) is not null) return null;
        }
        catch (Exception unfit) when (unfit is FormatException or ArgumentException or NotSupportedException)
        {
            // Said below.
        }
        return type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
            : type == typeof(bool) ? "true or false"
            : type == typeof(double) ? "a number such as 1.5"
            : "a whole number";
    }

    // A number would be taken for a choice, also one that is none.
    private static bool IsName(Type type, string value) => Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase);
}
