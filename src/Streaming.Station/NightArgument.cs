using System.CommandLine;
using Streaming.V1;

namespace Streaming.Station;

/// <summary>A night on the command line: SITE/BED for the bed's current or latest study, else a study id.</summary>
internal static class NightArgument
{
    public static Argument<string> Create() => new("NIGHT") { Description = "SITE/BED for that bed's current or latest study, or a study id" };

    public static NightRef Parse(string text)
    {
        var slash = text.IndexOf('/');
        return slash < 0
            ? new NightRef { StudyId = text }
            : new NightRef { Bed = new BedRef { Site = text[..slash], Bed = text[(slash + 1)..] } };
    }
}
