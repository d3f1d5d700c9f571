using System.Numerics;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Quality;

/// <summary>Which faults last, by channel. A fault is told once when it begins and once when it is over, however long it lasts.</summary>
internal sealed class AdvisoryBook(Rational originSeconds, int channels)
{
    private const int Faults = (int)SignalFault.ImplausibleAmplitude + 1;
    private const int Longest = 20; // no rule looks further back
    private readonly long[] _seen = new long[channels * Faults]; // bit n: the fault was there n epochs ago
    private readonly long[] _onset = NotTold(channels * Faults); // study time in ms after the origin; -1: not told

    public IReadOnlyList<SignalAdvisory> Tell(long epoch, ChannelQuality[] qualities)
    {
        List<SignalAdvisory>? told = null;
        // A bed without any samples is told as one: it is not the leads.
        var isBedSilent = Array.TrueForAll(qualities, quality => !quality.IsStaged || quality.Unusable == SignalFault.Missing);
        foreach (var quality in qualities)
        {
            for (var fault = 1; fault < Faults; fault++)
            {
                if (Tell(epoch, quality, (SignalFault)fault, isBedSilent) is { } advisory) (told ??= []).Add(advisory);
            }
        }
        return told ?? (IReadOnlyList<SignalAdvisory>)[];
    }

    /// <summary>Only what is not as in the beginning: nearly always nothing.</summary>
    public void Save(StateWriter writer)
    {
        var count = 0;
        for (var n = 0; n < _seen.Length; n++)
        {
            if (IsKept(n)) count++;
        }
        writer.Write(count);
        for (var n = 0; n < _seen.Length; n++)
        {
            if (!IsKept(n)) continue;
            writer.Write(n);
            writer.Write(_seen[n]);
            writer.Write(_onset[n]);
        }
    }

    public void Load(ref StateReader reader)
    {
        Array.Clear(_seen);
        Array.Fill(_onset, -1);
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var n = reader.ReadInt32();
            if (n < 0 || n >= _seen.Length) throw new InvalidDataException($"Session state has a fault at place {n}; {_seen.Length} places are known.");
            (_seen[n], _onset[n]) = (reader.ReadInt64(), reader.ReadInt64());
        }
    }

    private bool IsKept(int n) => ((ulong)_seen[n] & Last(Longest)) != 0 || _onset[n] >= 0;

    private static long[] NotTold(int count)
    {
        var onsets = new long[count];
        Array.Fill(onsets, -1);
        return onsets;
    }

    private SignalAdvisory? Tell(long epoch, ChannelQuality quality, SignalFault fault, bool isBedSilent)
    {
        var (at, rule) = (quality.Channel * Faults + (int)fault, AdvisoryRule.Of(fault));
        var found = Find(quality, fault);
        if (isBedSilent && fault == SignalFault.Missing) found = null;
        // Where nothing came nothing is known: a fault neither begins nor ends.
        if (fault != SignalFault.Missing && quality.Unusable == SignalFault.Missing) return null;
        _seen[at] = ((_seen[at] << 1) | (found is null ? 0L : 1L)) & (long)Last(Longest);
        if (_onset[at] < 0 && BitOperations.PopCount((ulong)_seen[at] & Last(rule.Window)) >= rule.Need) return Begin(epoch, quality, found, fault, at, rule);
        return _onset[at] >= 0 && ((ulong)_seen[at] & Last(rule.Clear)) == 0 ? End(epoch, quality, fault, at, rule) : null;
    }

    private SignalAdvisory Begin(long epoch, ChannelQuality quality, ChannelFault? found, SignalFault fault, int at, AdvisoryRule rule)
    {
        var first = epoch - (63 - BitOperations.LeadingZeroCount((ulong)_seen[at] & Last(rule.Window)));
        _onset[at] = 1000 * (first * Epoch.Seconds + (first == epoch && found is { } now ? now.FirstSecond : 0));
        return new SignalAdvisory(quality.Channel, fault, Seconds(_onset[at]), null, quality.IsStaged, found?.Amount ?? 0);
    }

    private SignalAdvisory End(long epoch, ChannelQuality quality, SignalFault fault, int at, AdvisoryRule rule)
    {
        var ended = new SignalAdvisory(
            quality.Channel, fault, Seconds(_onset[at]), Seconds(1000 * (epoch + 1 - rule.Clear) * Epoch.Seconds), quality.IsStaged, 0);
        _onset[at] = -1;
        return ended;
    }

    private Rational Seconds(long milliseconds) => originSeconds + new Rational(milliseconds, 1000);

    private static ChannelFault? Find(ChannelQuality quality, SignalFault fault)
    {
        foreach (var found in quality.Faults)
        {
            if (found.Fault == fault) return found;
        }
        return null;
    }

    private static ulong Last(int epochs) => (1UL << epochs) - 1;
}
