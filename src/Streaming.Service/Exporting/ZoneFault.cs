namespace Streaming.Service.Exporting;

/// <summary>Why a time zone cannot be used. The zones are the machine's: slim images come without any.</summary>
internal static class ZoneFault
{
    /// <returns>One sentence; null where the zone is known.</returns>
    public static string? Of(string setting, string name) => Of(setting, name, Environment.GetEnvironmentVariable("TZDIR") ?? "/usr/share/zoneinfo");

    /// <param name="setting">As the settings name it.</param>
    /// <param name="name">What it says.</param>
    /// <param name="database">Folder of the zones.</param>
    public static string? Of(string setting, string name, string database) =>
        !string.IsNullOrWhiteSpace(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) ? null
        : Directory.Exists(database) ? $"{setting} is '{name}'; expected UTC or a name of the time zone database in {database}, such as Europe/Berlin."
        : $"{setting} is '{name}', and this machine has no time zone database ({database}): install it (tzdata), or leave the setting at UTC.";
}
