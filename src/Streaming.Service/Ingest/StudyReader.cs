using System.Buffers;
using System.Globalization;
using Streaming.Core.Signals;
using Streaming.V1;

namespace Streaming.Service.Ingest;

/// <summary>A descriptor as a Core study, or why not.</summary>
internal static class StudyReader
{
    private const int MaximumChannels = 128;
    private const int MaximumRateHz = 20_000;
    private const int MaximumText = 256;
    private const int MaximumNumber = 32;
    private const long MaximumDenominator = 1_000_000; // of what places samples: the session counts in whole numbers
    private const long MaximumTerm = 1_000_000_000;
    private const int IdLength = 36;
    private static readonly SearchValues<char> s_idLetters = SearchValues.Create("0123456789abcdef-");

    // A year off either end of the calendar: a night's last second, by any zone's clock, is a date too.
    private static readonly DateTimeOffset s_earliest = new(2, 1, 1, 0, 0, 0, TimeSpan.Zero), s_latest = new(9998, 12, 31, 23, 59, 59, TimeSpan.Zero);

    /// <summary>One that a gateway sends: checked.</summary>
    public static (Study? Study, Rejection? Rejection) Read(StudyDescriptor descriptor)
    {
        if (!TryReadId(descriptor.StudyId, out var id)) return Refuse($"study_id {Shown(descriptor.StudyId)} is not a lower-case UUID");
        var origin = Core.Signals.Rational.Zero;
        if (descriptor.EpochOriginSeconds is { } stated && !TryRead(stated, out origin))
            return Refuse($"epoch_origin_seconds {RatioFault(stated)}");
        if (TermFault(origin) is { } odd) return Refuse($"epoch_origin_seconds {odd}");
        if (origin < Core.Signals.Rational.Zero || origin >= new Core.Signals.Rational(86_400))
            return Refuse($"epoch_origin_seconds {origin} is not at least 0 and below 86400");
        if (descriptor.Channels.Count is 0 or > MaximumChannels)
            return Refuse($"{descriptor.Channels.Count} channels; 1 to {MaximumChannels} may be");
        if (descriptor.Pseudonym.Length > MaximumText) return Refuse($"pseudonym has {descriptor.Pseudonym.Length} characters; {MaximumText} may be");
        for (var i = 0; i < descriptor.Channels.Count; i++)
        {
            if (FaultOf(descriptor.Channels[i]) is { } fault) return Refuse($"channel {i}: {fault}");
        }
        return (ToStudy(descriptor, id, origin), null);
    }

    /// <summary>One of the store. What was taken once is not judged again: a limit of a newer version must not keep a service from starting.</summary>
    public static Study ReadKept(StudyDescriptor descriptor)
    {
        var origin = Core.Signals.Rational.Zero;
        if (descriptor.EpochOriginSeconds is { } stated) TryRead(stated, out origin);
        return ToStudy(descriptor, Guid.Parse(descriptor.StudyId), origin);
    }

    /// <summary>A lower-case UUID and nothing else: the framework would pass over spaces and take signs, but the store and the journal are searched by the text.</summary>
    public static bool TryReadId(string text, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) && text.Length == IdLength && !text.AsSpan().ContainsAnyExcept(s_idLetters);

    /// <summary>Terms beyond a thousand million are refused, so that no product of two overflows.</summary>
    public static bool TryRead(V1.Rational? stated, out Core.Signals.Rational value)
    {
        value = default;
        if (stated is null || stated.Denominator is <= 0 or > MaximumTerm || stated.Numerator is > MaximumTerm * 1000 or < -MaximumTerm * 1000)
            return false;
        value = new Core.Signals.Rational(stated.Numerator, stated.Denominator);
        return true;
    }

    /// <summary>What <see cref="TryRead(V1.Rational?, out Core.Signals.Rational)"/> did not take, with its limits.</summary>
    public static string RatioFault(V1.Rational? stated) => stated is null
        ? "is missing"
        : $"{stated.Numerator}/{stated.Denominator}: the denominator is not in 1..{MaximumTerm}, or the numerator not in -{MaximumTerm * 1000}..{MaximumTerm * 1000}";

    /// <summary>Wall clock of the first sample, to the second; null where none is stated, or one that is no date. It is for people only: an impossible one is no
    /// reason to lose a night.</summary>
    public static DateTimeOffset? StatedStart(StudyDescriptor descriptor) =>
        descriptor.Start is { } start && start.Seconds >= s_earliest.ToUnixTimeSeconds() && start.Seconds <= s_latest.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(start.Seconds)
            : null;

    /// <summary>What is wrong with a start that is stated and is no date, or null.</summary>
    public static string? StartFault(StudyDescriptor descriptor) => descriptor.Start is { } start && StatedStart(descriptor) is null
        ? $"start: {start.Seconds} s after 1970 is no date of the years {s_earliest.Year} to {s_latest.Year}, so this night has none; seconds are wanted, not milliseconds"
        : null;

    public static V1.Rational ToProto(Core.Signals.Rational value) => new() { Numerator = value.Numerator, Denominator = value.Denominator };

    private static Study ToStudy(StudyDescriptor descriptor, Guid id, Core.Signals.Rational origin) =>
        new(id, StatedStart(descriptor) ?? DateTimeOffset.UnixEpoch, origin, [.. descriptor.Channels.Select((channel, number) => ToChannel(number, channel))])
        {
            Pseudonym = descriptor.Pseudonym,
        };

    private static string? TermFault(Core.Signals.Rational value) => value.Denominator <= MaximumDenominator
        ? null
        : $"{value}: the denominator, in lowest terms, is not in 1..{MaximumDenominator}";

    private static string? FaultOf(ChannelDescriptor channel)
    {
        if (channel.Label.Length is 0 or > MaximumText) return $"label has {channel.Label.Length} characters; 1 to {MaximumText} may be";
        foreach (var (field, text) in (ReadOnlySpan<(string, string)>)
            [
                ("unit", channel.Unit), ("transducer", channel.Transducer), ("prefiltering", channel.Prefiltering),
                ("stated_derivation", channel.StatedDerivation),
            ])
        {
            if (text.Length > MaximumText) return $"{field} has {text.Length} characters; {MaximumText} may be";
        }
        if (!TryRead(channel.RateHz, out var rate)) return $"rate_hz {RatioFault(channel.RateHz)}";
        if (TermFault(rate) is { } odd) return $"rate_hz {odd}";
        if (rate < new Core.Signals.Rational(1, 3600) || rate > new Core.Signals.Rational(MaximumRateHz))
            return $"rate_hz {rate} is not in 1/3600..{MaximumRateHz}";
        if (channel.SampleBytes is not (2 or 3)) return $"sample_bytes {channel.SampleBytes} is neither 2 nor 3";
        return FaultOfLimits(channel);
    }

    private static string? FaultOfLimits(ChannelDescriptor channel)
    {
        var limit = 1 << (8 * (int)channel.SampleBytes - 1);
        if (Math.Min(channel.DigitalMin, channel.DigitalMax) < -limit || Math.Max(channel.DigitalMin, channel.DigitalMax) >= limit)
            return $"digital limits {channel.DigitalMin}..{channel.DigitalMax} do not fit {channel.SampleBytes} bytes";
        foreach (var (field, text) in (ReadOnlySpan<(string, string)>)[("physical_min", channel.PhysicalMin), ("physical_max", channel.PhysicalMax)])
        {
            if (text.Length > MaximumNumber) return $"{field} has {text.Length} characters; {MaximumNumber} may be";
            if (!double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                || !double.IsFinite(value)) return $"{field} {Shown(text)} is not a decimal number";
        }
        return null;
    }

    private static Channel ToChannel(int number, ChannelDescriptor channel)
    {
        TryRead(channel.RateHz, out var rate);
        var scaling = new ChannelScaling(channel.PhysicalMin, channel.PhysicalMax, channel.DigitalMin, channel.DigitalMax);
        var kind = Enum.IsDefined((Core.Signals.ChannelKind)channel.Kind) ? (Core.Signals.ChannelKind)channel.Kind : Core.Signals.ChannelKind.Other;
        return new Channel(number, channel.Label, kind, channel.Unit, rate, scaling)
        {
            SampleBytes = (int)channel.SampleBytes,
            Transducer = channel.Transducer,
            Prefiltering = channel.Prefiltering,
            StatedDerivation = channel.StatedDerivation,
        };
    }

    /// <summary>The beginning of what somebody wrote, in quotes.</summary>
    public static string Shown(string text) => text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}…'";

    private static (Study?, Rejection?) Refuse(string text) => (null, new Rejection(Rejection.MalformedStudy, text));
}
