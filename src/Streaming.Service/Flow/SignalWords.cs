using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Streaming.Core.Signals;
using Streaming.Service.Ingest;
using Streaming.V1;
using Judged = Streaming.Core.Quality;
using Rational = Streaming.Core.Signals.Rational;

namespace Streaming.Service.Flow;

/// <summary>What a signal shows of its own recording, in the words of the contract.</summary>
/// <remarks>Everything in it follows from the samples: the same samples give the same advisory, identity included. Wall times are the recorder's.</remarks>
internal static class SignalWords
{
    public static ChannelQuality ToProto(Judged.ChannelQuality quality, Study study)
    {
        var written = new ChannelQuality
        {
            Channel = study.Channels[quality.Channel].Label,
            Number = (uint)quality.Channel,
            Staged = quality.IsStaged,
            Usable = quality.Unusable is null,
            AmplitudeMicrovolts = quality.AmplitudeMicrovolts,
            HumMeasurable = quality.IsHumMeasurable,
        };
        written.Faults.Add(quality.Faults.Select(fault =>
            new ChannelFault { Fault = (SignalFault)fault.Fault, Share = fault.Share, Amount = fault.Amount }));
        return written;
    }

    /// <summary>As it begins, or as it is over.</summary>
    public static Advisory ToProto(Judged.SignalAdvisory told, BedKey bed, Study study)
    {
        var advisory = new Advisory
        {
            AdvisoryId = Identity(study.Id, told),
            Site = bed.Site,
            Bed = bed.Bed,
            StudyId = study.Id.ToString(),
            Cause = Cause(told.Fault),
            Text = Text(told, ChannelWords.Name(study, told.Channel)),
            Priority = Priority(told),
            Onset = At(study, told.OnsetSeconds),
            OnsetSeconds = StudyReader.ToProto(told.OnsetSeconds),
            Channel = study.Channels[told.Channel].Label,
            Number = (uint)told.Channel,
            Fault = (SignalFault)told.Fault,
            Count = 1,
        };
        if (told.EndSeconds is { } end) End(advisory, study, end);
        return advisory;
    }

    public static void End(Advisory advisory, Study study, Rational seconds) =>
        (advisory.EndSeconds, advisory.End) = (StudyReader.ToProto(seconds), At(study, seconds));

    /// <summary>Stable word.</summary>
    public static string Cause(Judged.SignalFault fault) => fault switch
    {
        Judged.SignalFault.Missing => "channel-missing",
        Judged.SignalFault.Flat => "flat",
        Judged.SignalFault.Disconnected => "disconnected",
        Judged.SignalFault.Clipped => "clipped",
        Judged.SignalFault.Hum => "hum",
        Judged.SignalFault.Pops => "electrode-pops",
        Judged.SignalFault.Noisy => "noisy",
        _ => "implausible-amplitude",
    };

    private static string Text(Judged.SignalAdvisory told, string channel) => told.Fault switch
    {
        Judged.SignalFault.Missing => $"{channel}: no samples come",
        Judged.SignalFault.Flat => $"{channel}: the signal does not move; check the lead",
        Judged.SignalFault.Disconnected => $"{channel}: the lead is off; what is left is noise",
        Judged.SignalFault.Clipped => $"{channel}: at the recorder's limit; check range and electrode",
        Judged.SignalFault.Hum => string.Create(CultureInfo.InvariantCulture, $"{channel}: mains hum of {told.Amount:0} µV; check ground and electrode"),
        Judged.SignalFault.Pops => $"{channel}: electrode pops again and again; check the electrode",
        Judged.SignalFault.Noisy => $"{channel}: broad noise, as from a high impedance; check the electrode",
        _ => string.Create(CultureInfo.InvariantCulture, $"{channel}: typically {Amount(told.Amount)} µV, not plausible; check unit, gain and the order of the bytes"),
    };

    // Three digits and no exponent: 1870 and 0.0123.
    private static string Amount(double microvolts) =>
        microvolts >= 100 ? microvolts.ToString("0", CultureInfo.InvariantCulture) : microvolts.ToString("G3", CultureInfo.InvariantCulture);

    private static AdvisoryPriority Priority(Judged.SignalAdvisory told) => (told.Fault, told.IsStaged) switch
    {
        (Judged.SignalFault.Missing or Judged.SignalFault.Flat or Judged.SignalFault.Disconnected, true) => AdvisoryPriority.High,
        (Judged.SignalFault.Clipped or Judged.SignalFault.ImplausibleAmplitude, true) => AdvisoryPriority.Medium,
        _ => AdvisoryPriority.Low,
    };

    private static Timestamp At(Study study, Rational seconds) =>
        (study.Start + TimeSpan.FromMilliseconds((seconds * 1000).Floor())).ToTimestamp();

    // A name in the manner of RFC 9562, version 8: a restart or a replay comes to the same.
    private static string Identity(Guid study, Judged.SignalAdvisory told)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{study}|{told.Channel}|{told.Fault}|{told.OnsetSeconds}");
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.ASCII.GetBytes(text), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString();
    }
}
