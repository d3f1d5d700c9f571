using System.Runtime.InteropServices;
using Streaming.Core.Quality;
using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>From the samples of closed epochs to the rows of one derivation: difference, 100 Hz, filter, scale. All its state is exact and can
/// be saved.</summary>
internal sealed partial class RowSignal
{
    private SignalLeg[] _legs;
    private BiquadCascade _filter;
    private readonly RunningScale _scale;
    private readonly double _lossLimit;

    public RowSignal(Derivation derivation, Study study, SignalSpec spec, ResamplerSet resamplers)
    {
        Derivation = derivation;
        var positive = study.Channels[derivation.Positive];
        var negative = derivation.Negative is { } number ? study.Channels[number] : null;
        _legs = Legs(study, spec, resamplers, positive, negative);
        _filter = new BiquadCascade(derivation.Row == DerivationRow.Chin ? spec.ChinFilter : spec.BrainFilter);
        _scale = new RunningScale(spec.ScaleMemoryEpochs);
        _lossLimit = spec.LossLimit;
    }

    public Derivation Derivation { get; }

    /// <summary>The signal did not move by more than two digital steps in what was taken of the last epoch.</summary>
    private bool IsFlat => Array.TrueForAll(_legs, leg => leg.RangeMicrovolts <= 2.01 * leg.StepMicrovolts);

    /// <summary>Takes the next epoch in order, which has closed.</summary>
    /// <param name="epoch">Its samples.</param>
    /// <param name="fault">Why nothing may be staged from it in this epoch, or null: the scale learns from living signal only.</param>
    /// <param name="ahead">A copy that has taken part of the epoch already, or null.</param>
    public RowResult Close(OpenEpoch epoch, SignalFault? fault, RowSignal? ahead)
    {
        var result = ahead is not null && ahead.Finish(epoch) ? Adopt(ahead) : Process(epoch);
        if (fault is null && result.LostShare <= _lossLimit && !result.IsFlat) _scale.Include(result.Samples);
        return result with { ScaleMicrovolts = _scale.Provisional(result.Samples), Fault = fault };
    }

    /// <summary>Takes the next epoch in order, as far as it has come; the scale learns nothing.</summary>
    public RowResult Process(OpenEpoch epoch)
    {
        var scratch = RowScratch.OfThisThread;
        _legs[0].Process(epoch, scratch.Columns, scratch.Marks);
        if (_legs.Length == 2) Subtract(epoch, scratch);
        var samples = GC.AllocateUninitializedArray<float>(Epoch.Samples);
        var lost = Filter(scratch, samples);
        return new RowResult(samples, _scale.Provisional(samples), (double)lost / samples.Length, IsFlat);
    }

    public void Save(StateWriter writer)
    {
        foreach (var leg in _legs) leg.Save(writer);
        _filter.Save(writer);
        _scale.Save(writer);
    }

    public void Load(ref StateReader reader)
    {
        foreach (var leg in _legs) leg.Load(ref reader);
        _filter.Load(ref reader);
        _scale.Load(ref reader);
    }

    private static SignalLeg[] Legs(Study study, SignalSpec spec, ResamplerSet resamplers, Channel positive, Channel? negative)
    {
        var origin = study.EpochOriginSeconds;
        SignalLeg Leg(Channel channel, Channel partner, params LegSource[] sources) =>
            new(new EpochGrid(origin, channel.RateHz), resamplers.For(channel.RateHz, partner.RateHz), spec.FilterResetGapSeconds, sources);

        if (negative is null) return [Leg(positive, positive, LegSource.Of(positive, 1))];
        if (negative.RateHz == positive.RateHz) return [Leg(positive, positive, LegSource.Of(positive, 1), LegSource.Of(negative, -1))];
        return [Leg(positive, negative, LegSource.Of(positive, 1)), Leg(negative, positive, LegSource.Of(negative, -1))];
    }

    private void Subtract(OpenEpoch epoch, RowScratch scratch)
    {
        var (columns, marks, subtracted, subtractedMarks) = (scratch.Columns, scratch.Marks, scratch.Subtracted, scratch.SubtractedMarks);
        _legs[1].Process(epoch, subtracted, subtractedMarks); // its gain is negative
        for (var n = 0; n < columns.Length; n++)
        {
            columns[n] += subtracted[n];
            marks[n] |= subtractedMarks[n];
        }
    }

    /// <returns>Columns lost.</returns>
    private int Filter(RowScratch scratch, Span<float> samples)
    {
        var (columns, marks) = (scratch.Columns, scratch.Marks);
        if (!MemoryMarshal.Cast<ColumnMark, byte>(marks).ContainsAnyExcept((byte)ColumnMark.None))
        {
            _filter.Next(columns, samples);
            return 0;
        }
        for (var n = 0; n < samples.Length; n++)
        {
            var mark = marks[n];
            var filtered = (mark & ColumnMark.Idle) != 0 ? 0 : Filter(columns[n], mark);
            samples[n] = (mark & ColumnMark.Lost) != 0 ? float.NaN : (float)filtered;
        }
        return marks.Count(mark => (mark & ColumnMark.Lost) != 0);
    }

    private double Filter(double value, ColumnMark mark)
    {
        if ((mark & ColumnMark.Restart) != 0) _filter.Settle(value);
        return _filter.Next(value);
    }
}
