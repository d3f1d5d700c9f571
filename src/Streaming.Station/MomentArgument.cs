using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using Streaming.V1;

namespace Streaming.Station;

/// <summary>A moment of a night on the command line: seconds after the first sample, or hh:mm:ss as the other verbs print it, or now.</summary>
internal static class MomentArgument
{
    private const string Description = "Study time: seconds after the first sample, hh:mm:ss, or now (the furthest sample)";

    public static Argument<string> Create()
    {
        var argument = new Argument<string>("TIME") { Description = Description };
        argument.Validators.Add(result => Check(result, result.Tokens[0].Value));
        return argument;
    }

    public static Option<string> CreateOption()
    {
        var option = new Option<string>("--at") { Description = Description, DefaultValueFactory = _ => "now" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0) Check(result, result.Tokens[0].Value);
        });
        return option;
    }

    /// <summary>Asks the service only for "now".</summary>
    public static async Task<Rational> ReadAsync(string text, NightRef night, SleepMonitor.SleepMonitorClient client, CallOptions options)
    {
        if (Seconds(text) is { } seconds) return StudyTime.FromSeconds(seconds);
        var beds = (await client.ListBedsAsync(new ListBedsRequest { Filter = night.Bed }, options)).Beds;
        var bed = beds.FirstOrDefault(bed => night.Bed is not null || bed.StudyId == night.StudyId);
        var decided = bed?.LastReport is { } last ? StudyTime.Seconds(last.StartSeconds) + 30 : 0;
        return Math.Max(bed?.StudySeconds ?? 0, decided) is > 0 and var furthest
            ? StudyTime.FromSeconds(Math.Floor(furthest * 10) / 10)
            : throw new ArgumentException("no sample of this night has come yet, or its study is not its bed's latest: give a time instead of now");
    }

    internal static double? Seconds(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)) return seconds;
        var parts = text.Split(':');
        if (parts.Length != 3) return null; // two parts could be hours or minutes: nobody is to guess
        var sum = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            // Hours may be many; minutes and seconds are clock digits.
            if (!double.TryParse(parts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part) || (i > 0 && part >= 60)) return null;
            sum = sum * 60 + part;
        }
        return sum;
    }

    private static void Check(System.CommandLine.Parsing.SymbolResult result, string text)
    {
        if (text != "now" && Seconds(text) is null) result.AddError($"'{text}' is no study time: seconds, hh:mm:ss or now.");
    }
}
