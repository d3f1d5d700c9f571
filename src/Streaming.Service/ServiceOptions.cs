using Microsoft.Extensions.Options;

namespace Streaming.Service;

/// <summary>How every room takes its options: one section of appsettings.json, checked before anything starts.</summary>
internal static class ServiceOptions
{
    public static void AddRoomOptions<T>(this WebApplicationBuilder builder, string section) where T : class
    {
        builder.Services.AddSingleton(new Room(section, typeof(T)));
        builder.Services.AddOptions<T>().Bind(builder.Configuration.GetSection(section));
    }

    /// <summary>All rooms at once, and before anybody opens a file.</summary>
    /// <exception cref="OptionsValidationException">Says all that is wrong.</exception>
    public static void CheckSettings(this WebApplicationBuilder builder)
    {
        var rooms = builder.Services.Where(service => !service.IsKeyedService).Select(service => service.ImplementationInstance).OfType<Room>().ToList();
        var faults = SettingsCheck.Faults(builder.Configuration, [.. rooms.Select(room => room.Section)]).ToList();
        foreach (var room in rooms)
        {
            var given = builder.Configuration.GetSection(room.Section);
            var unfit = SettingsCheck.Faults(room.Options, given).ToList();
            faults.AddRange(unfit);
            if (unfit.Count == 0) faults.AddRange(LimitsCheck.Faults(room.Section, given.Get(room.Options) ?? Activator.CreateInstance(room.Options)!));
        }
        if (faults.Count > 0) throw new OptionsValidationException("", typeof(Room), faults);
    }
}
