using System.Globalization;

namespace Streaming.Benchmarks;

/// <summary>Processor time of this process's children that have ended: a process that is gone no longer tells.</summary>
internal static class ChildProcesses
{
    private const int TicksASecond = 100; // of /proc, on every Linux
    private const int UserField = 13; // behind the name: of waited-for children
    private const int SystemField = 14;

    public static TimeSpan Worked
    {
        get
        {
            var text = File.ReadAllText("/proc/self/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[UserField], CultureInfo.InvariantCulture) + long.Parse(fields[SystemField], CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds((double)ticks / TicksASecond);
        }
    }
}
