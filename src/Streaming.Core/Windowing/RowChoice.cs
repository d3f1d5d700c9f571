using Streaming.Core.Quality;
using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>A row of the picture and what fills it: its derivation, or, while that is not usable, its alternative.</summary>
/// <remarks>Both are computed all the time, so that filters and scale are warm when the row changes over. It changes at epoch boundaries only, by what the closed
/// epoch itself holds: away at once, back when the derivation has been usable for two epochs.</remarks>
internal sealed class RowChoice
{
    private const int EpochsToReturn = 2;
    private readonly RowSignal _first;
    private readonly RowSignal? _second;
    private int _usable = EpochsToReturn; // epochs in a row in which the first was
    private bool _isSecond;

    public RowChoice(RowSignal first, RowSignal? second) => (_first, _second) = (first, second);

    /// <summary>What filled the row last.</summary>
    public RowSignal Active => _isSecond ? _second! : _first;

    /// <summary>What should fill it, where something else does.</summary>
    public Derivation? Replaced => _isSecond ? _first.Derivation : null;

    /// <summary>Takes the next epoch in order.</summary>
    /// <param name="epoch">Its samples.</param>
    /// <param name="qualities">By channel.</param>
    /// <param name="lossLimit">Largest share of lost columns.</param>
    /// <param name="ahead">A copy of <see cref="Active"/> that has gone into the epoch, if there is one.</param>
    public RowResult Process(OpenEpoch epoch, ChannelQuality[] qualities, double lossLimit, RowSignal? ahead)
    {
        var first = Process(_first, epoch, qualities, _isSecond ? null : ahead);
        if (_second is null) return first;
        var second = Process(_second, epoch, qualities, _isSecond ? ahead : null);
        _usable = IsUsable(first, lossLimit) ? Math.Min(_usable + 1, EpochsToReturn) : 0;
        _isSecond = IsUsable(second, lossLimit) && (_usable == 0 || (_isSecond && _usable < EpochsToReturn));
        return _isSecond ? second : first;
    }

    public void SaveFirst(StateWriter writer) => _first.Save(writer);

    public void LoadFirst(ref StateReader reader) => _first.Load(ref reader);

    public void SaveSecond(StateWriter writer)
    {
        if (_second is null) return;
        writer.Write(_isSecond);
        writer.Write(_usable);
        _second.Save(writer);
    }

    public void LoadSecond(ref StateReader reader)
    {
        if (_second is null) return;
        _isSecond = reader.ReadBoolean();
        _usable = reader.ReadInt32();
        _second.Load(ref reader);
    }

    private static RowResult Process(RowSignal row, OpenEpoch epoch, ChannelQuality[] qualities, RowSignal? ahead)
    {
        var fault = qualities[row.Derivation.Positive].Unusable ?? (row.Derivation.Negative is { } negative ? qualities[negative].Unusable : null);
        return row.Close(epoch, fault, ahead);
    }

    private static bool IsUsable(RowResult row, double lossLimit) => row.Fault is null && !row.IsFlat && row.LostShare <= lossLimit;
}
