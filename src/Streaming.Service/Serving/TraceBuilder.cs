using Streaming.Core.Signals;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>One channel's lowest and highest value by column; samples as they are where there are fewer than columns.</summary>
internal sealed class TraceBuilder
{
    private readonly double _rateHz;
    private readonly long _firstIndex;
    private readonly long _endIndex;
    private readonly int _columns;
    private readonly float[] _minimum;
    private readonly float[] _maximum;

    public TraceBuilder(Channel channel, GetWaveformRequest request)
    {
        Channel = channel;
        _rateHz = (double)channel.RateHz;
        _firstIndex = (long)Math.Ceiling(request.FromSeconds * _rateHz - 1e-9);
        _endIndex = Math.Max(_firstIndex, (long)Math.Ceiling(request.ToSeconds * _rateHz - 1e-9));
        _columns = (int)Math.Min(request.Columns, _endIndex - _firstIndex);
        _minimum = new float[_columns];
        _maximum = new float[_columns];
        Array.Fill(_minimum, float.NaN);
        Array.Fill(_maximum, float.NaN);
    }

    public Channel Channel { get; }

    public void Add(Core.Signals.ChannelSamples run)
    {
        var values = run.Values.Span;
        var (gain, offset) = (Channel.Scaling.Gain, Channel.Scaling.Offset);
        for (var i = Math.Max(0, _firstIndex - run.FirstIndex); i < values.Length && run.FirstIndex + i < _endIndex; i++)
        {
            var column = (int)((run.FirstIndex + i - _firstIndex) * _columns / (_endIndex - _firstIndex));
            var value = (float)(values[(int)i] * gain + offset);
            if (!(_minimum[column] <= value)) _minimum[column] = value;
            if (!(_maximum[column] >= value)) _maximum[column] = value;
        }
    }

    public Trace Build()
    {
        var trace = new Trace
        {
            Channel = Channel.Label,
            Number = (uint)Channel.Number,
            Unit = Channel.Unit,
            RateHz = StudyReader.ToProto(Channel.RateHz),
            FromSeconds = _firstIndex / _rateHz,
            ColumnSeconds = _columns == 0 ? 0 : (_endIndex - _firstIndex) / _rateHz / _columns,
        };
        trace.Minimum.Add(_minimum);
        trace.Maximum.Add(_maximum);
        return trace;
    }
}
