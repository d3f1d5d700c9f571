using Grpc.Core;
using Streaming.Parts.CommandLine;
using Streaming.Service.Access;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>Says no in the caller's words: INVALID_ARGUMENT names field and limit, NOT_FOUND names what was looked for.</summary>
internal static class RequestCheck
{
    public static RpcException Invalid(string field, string limit) => new(new Status(StatusCode.InvalidArgument, $"{field}: {limit}"));

    public static RpcException NotFound(string what) => new(new Status(StatusCode.NotFound, what));

    /// <summary>The study that is meant, if the caller may see its bed.</summary>
    public static StoredStudy Night(NightRef? night, NightLogReader log, Caller caller)
    {
        switch (night?.ByCase)
        {
            case NightRef.ByOneofCase.StudyId:
                if (!StudyReader.TryReadId(night.StudyId, out _)) throw Invalid("night.study_id", $"{Shown(night.StudyId)} is not a lower-case UUID with hyphens");
                var study = log.FindStudy(night.StudyId) ?? throw NotFound($"no study {night.StudyId}");
                caller.Demand(study.Bed);
                return study;
            case NightRef.ByOneofCase.Bed:
                var bed = Bed(night.Bed, "night.bed");
                caller.Demand(bed);
                return log.LatestStudy(bed) ?? throw NotFound($"no study at bed {bed}");
            default:
                throw Invalid("night", "study_id or bed must be given");
        }
    }

    public static BedKey Bed(BedRef bed, string field)
    {
        Place(bed.Site, field + ".site");
        Place(bed.Bed, field + ".bed");
        return new BedKey(bed.Site, bed.Bed);
    }

    /// <summary>A bed, or every bed of a site.</summary>
    public static void Filter(BedRef bed, string field)
    {
        Place(bed.Site, field + ".site");
        if (bed.Bed.Length > 0) Place(bed.Bed, field + ".bed");
    }

    public static long Epoch(long epoch) => epoch is >= 0 and < 1_000_000 ? epoch : throw Invalid("epoch", $"{epoch} is not in 0..999999");

    public static Core.Signals.Rational At(Rational? at)
    {
        if (!StudyReader.TryRead(at, out var value)) throw Invalid("at_seconds", StudyReader.RatioFault(at));
        return value >= Core.Signals.Rational.Zero && value <= new Core.Signals.Rational(604_800) ? value : throw Invalid("at_seconds", $"{value} is not in 0..604800");
    }

    public static string Author(string author)
    {
        if (author.Length is 0 or > 200) throw Invalid("author", $"{author.Length} characters; 1 to 200 may be");
        return Prints(author) ? author : throw Invalid("author", $"{Shown(author)} has a character that does not print");
    }

    public static string Text(string text, string field, int least) =>
        text.Length >= least && text.Length <= 2000 ? text : throw Invalid(field, $"{text.Length} characters; {least} to 2000 may be");

    /// <summary>What a caller wrote, in quotes: its beginning, and <c>?</c> for what would steer a terminal.</summary>
    public static string Shown(string text) => OneLine.Of(StudyReader.Shown(text));

    // What is not seen must neither turn a line round nor tell two authors apart. Joiners may: names of several scripts are written with them.
    private static bool Prints(string name)
    {
        var letters = name.Replace("\u200c", "", StringComparison.Ordinal).Replace("\u200d", "", StringComparison.Ordinal);
        return OneLine.Of(letters) == letters;
    }

    private static void Place(string name, string field)
    {
        if (!BedKey.IsName(name)) throw Invalid(field, $"{Shown(name)} is not 1 to 64 characters of A-Z a-z 0-9 - _ .");
    }
}
