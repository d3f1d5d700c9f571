namespace Streaming.Core.Quality;

/// <summary>Names the faults of one measured channel. What explains the others comes first: of a lead that is off nobody wants to hear that it hums.</summary>
internal static class ChannelJudge
{
    private const double LargestShare = 0.5; // of an epoch: more is not a passing matter

    /// <param name="meter">Has measured the epoch.</param>
    /// <param name="othersFast">Median fast activity of the other EEG and EOG channels, µV; 0: there are too few.</param>
    /// <param name="lossLimit">Share of an epoch that a row may lose.</param>
    public static ChannelQuality Judge(ChannelMeter meter, double othersFast, double lossLimit)
    {
        if (meter.LostShare > lossLimit) return Result(meter, [new ChannelFault(SignalFault.Missing, FirstMissing(meter), meter.LostShare, 0)], SignalFault.Missing);
        if (!meter.IsJudged) return Result(meter, [], null);
        var faults = new List<ChannelFault>(2);
        var gone = Gone(meter, faults);
        if (meter.ClippedShare > QualityLimits.ClippedShare)
            faults.Add(new ChannelFault(SignalFault.Clipped, First(meter, static second => second.IsAtLimit), meter.ClippedShare, meter.ClippedShare));
        if (gone == 0)
        {
            Hum(meter, faults);
            Pops(meter, faults);
            Noise(meter, othersFast, faults);
            Amplitude(meter, faults);
        }
        if (faults.Count == 0 || faults.TrueForAll(fault => fault.Fault is SignalFault.Hum or SignalFault.Pops)) Learn(meter);
        return Result(meter, faults, Unusable(meter, faults, lossLimit));
    }

    private static ChannelQuality Result(ChannelMeter meter, IReadOnlyList<ChannelFault> faults, SignalFault? unusable) =>
        new(meter.Number, meter.IsStaged, faults, meter.Deviation, meter.IsHumMeasurable) { Unusable = unusable };

    private static SignalFault? Unusable(ChannelMeter meter, List<ChannelFault> faults, double lossLimit)
    {
        var gone = 0.0;
        SignalFault? worst = null;
        foreach (var fault in faults)
        {
            if (fault.Fault is not (SignalFault.Flat or SignalFault.Disconnected)) continue;
            (gone, worst) = (gone + fault.Share, worst ?? fault.Fault);
        }
        if (gone > lossLimit) return worst;
        return meter.ClippedShare > LargestShare ? SignalFault.Clipped : null;
    }

    /// <returns>Seconds that are flat or without an electrode.</returns>
    private static int Gone(ChannelMeter meter, List<ChannelFault> faults)
    {
        var usual = meter.UsualDeviation.Median;
        var isBrain = double.IsFinite(meter.Limits.NoiseMicrovolts);
        var (flat, off, firstFlat, firstOff) = (0, 0, 0, 0);
        for (var second = ChannelMeter.Seconds - 1; second >= 0; second--)
        {
            ref readonly var measures = ref meter.EverySecond[second];
            if (measures.IsMissing || measures.IsAtLimit) continue;
            if (IsFlat(measures, meter)) (flat, firstFlat) = (flat + 1, second);
            else if (isBrain && IsOff(measures, meter, usual)) (off, firstOff) = (off + 1, second);
        }
        // Both are the same electrode: too little of each may be enough of both.
        if (flat + off < QualityLimits.NamedSeconds) return 0;
        if (flat >= off) faults.Add(new ChannelFault(SignalFault.Flat, off > 0 ? Math.Min(firstFlat, firstOff) : firstFlat, Share(flat + off), 0));
        else faults.Add(new ChannelFault(SignalFault.Disconnected, flat > 0 ? Math.Min(firstFlat, firstOff) : firstOff, Share(flat + off), 0));
        return flat + off;
    }

    private static bool IsFlat(in SecondMeasures measures, ChannelMeter meter)
    {
        if (measures.Range <= QualityLimits.FlatSteps) return true;
        var deviation = Math.Sqrt(measures.Variance);
        return deviation < QualityLimits.LivelySteps && deviation * meter.StepMicrovolts < meter.Limits.SmallestMicrovolts;
    }

    private static bool IsOff(in SecondMeasures measures, ChannelMeter meter, double usual)
    {
        var rest = Math.Sqrt(measures.RestVariance) * meter.StepMicrovolts;
        const double AmplifierMicrovolts = 4; // an eye at rest under tense facial muscles is white too, but larger than an amplifier's noise
        // Before the channel's own measure is known: less than the quietest electroencephalogram.
        var limit = usual > 0 ? Math.Min(QualityLimits.DisconnectedShare * usual, AmplifierMicrovolts) : 3 * meter.Limits.SmallestMicrovolts;
        // Where mains is nearly all there is, too little is left to ask for its colour.
        var isMains = measures.Hum * measures.Hum > 8 * measures.RestVariance;
        return rest < limit && (isMains || ChannelMeter.WhitenessOf(measures) > QualityLimits.NoiseWhiteness);
    }

    private static void Hum(ChannelMeter meter, List<ChannelFault> faults)
    {
        if (!meter.IsHumMeasurable) return;
        var limit = meter.Limits.HumMicrovolts / meter.StepMicrovolts;
        var (seconds, sum, first) = (0, 0.0, 0);
        for (var second = ChannelMeter.Seconds - 1; second >= 0; second--)
        {
            if (meter.EverySecond[second].Hum is var hum && hum >= limit) (seconds, sum, first) = (seconds + 1, sum + hum, second);
        }
        if (seconds * 2 >= ChannelMeter.Seconds)
            faults.Add(new ChannelFault(SignalFault.Hum, first, Share(seconds), sum / seconds * meter.StepMicrovolts));
    }

    private static void Pops(ChannelMeter meter, List<ChannelFault> faults)
    {
        if (!double.IsFinite(meter.Limits.PopMicrovolts)) return;
        Span<double> jumps = stackalloc double[ChannelMeter.Seconds];
        for (var second = 0; second < jumps.Length; second++) jumps[second] = meter.EverySecond[second].Jump;
        jumps.Sort();
        var limit = Math.Max(meter.Limits.PopMicrovolts / meter.StepMicrovolts, QualityLimits.PopTimes * jumps[jumps.Length / 2]);
        var (count, first) = (0, 0);
        for (var second = ChannelMeter.Seconds - 1; second >= 0; second--)
        {
            ref readonly var measures = ref meter.EverySecond[second];
            if (measures.IsPopShaped && measures.Jump >= limit) (count, first) = (count + 1, second);
        }
        if (count > 0) faults.Add(new ChannelFault(SignalFault.Pops, first, Share(count), count));
    }

    /// <summary>Muscle is fast too, but it is in several channels at once and it passes.</summary>
    private static void Noise(ChannelMeter meter, double othersFast, List<ChannelFault> faults)
    {
        if (meter.Fast < meter.Limits.NoiseMicrovolts) return;
        // A reference that has come off puts it in all channels, and then the others are no measure. White, or a recorder's wrong unit would be called noise.
        if (meter.Fast >= QualityLimits.NeverMuscleMicrovolts && meter.Whiteness >= QualityLimits.NoiseWhiteness)
        {
            faults.Add(new ChannelFault(SignalFault.Noisy, 0, 1, 0));
            return;
        }
        // A lone channel cannot be compared: there noise must be most of what is left.
        if (othersFast == 0 && meter.Whiteness < QualityLimits.NoiseWhiteness) return;
        var usual = othersFast > 0 ? othersFast : meter.UsualFast.Median;
        if (usual > 0 && meter.Fast >= QualityLimits.NoiseTimes * usual) faults.Add(new ChannelFault(SignalFault.Noisy, 0, 1, 0));
    }

    private static void Amplitude(ChannelMeter meter, List<ChannelFault> faults)
    {
        if (meter.Deviation == 0) return;
        if (meter.RestDeviation > meter.Limits.LargestMicrovolts || meter.Deviation < meter.Limits.SmallestMicrovolts)
            faults.Add(new ChannelFault(SignalFault.ImplausibleAmplitude, 0, 1, meter.Deviation));
    }

    private static void Learn(ChannelMeter meter)
    {
        if (meter.RestDeviation == 0) return;
        meter.UsualDeviation.Add(meter.RestDeviation);
        meter.UsualFast.Add(meter.Fast);
    }

    private static double Share(int seconds) => (double)seconds / ChannelMeter.Seconds;

    private static int FirstMissing(ChannelMeter meter) => meter.LostShare >= 1 ? 0 : First(meter, static second => second.IsMissing);

    private static int First(ChannelMeter meter, Func<SecondMeasures, bool> isIt)
    {
        for (var second = 0; second < ChannelMeter.Seconds; second++)
        {
            if (isIt(meter.EverySecond[second])) return second;
        }
        return 0;
    }
}
