using Streaming.Core.Signals;

namespace Streaming.Core.Quality;

/// <summary>The median of a value over the last sixteen good epochs: what a channel is like when nothing is wrong with it.</summary>
internal sealed class UsualLevel
{
    private const int Epochs = 16; // eight minutes: outlives a bout of movement, follows the night
    private const int Fewest = 3;
    private readonly float[] _values = new float[Epochs];
    private int _count;

    /// <summary>0 until there have been three.</summary>
    public double Median
    {
        get
        {
            var known = Math.Min(_count, Epochs);
            if (known < Fewest) return 0;
            Span<float> sorted = stackalloc float[Epochs];
            _values.AsSpan(0, known).CopyTo(sorted);
            sorted[..known].Sort();
            return sorted[known / 2];
        }
    }

    public void Add(double value) => _values[_count++ % Epochs] = (float)value;

    public void Save(StateWriter writer)
    {
        writer.Write(_count);
        foreach (var value in _values) writer.Write(BitConverter.SingleToInt32Bits(value));
    }

    public void Load(ref StateReader reader)
    {
        _count = reader.ReadInt32();
        foreach (ref var value in _values.AsSpan()) value = BitConverter.Int32BitsToSingle(reader.ReadInt32());
    }
}
