namespace Streaming.Core.Simulation;

/// <summary>In-place discrete Fourier transform of a fixed length, a power of two (Cooley and Tukey 1965).</summary>
internal sealed class FourierTransform
{
    private readonly int _size;
    private readonly int[] _reversed;
    private readonly float[] _cosine;
    private readonly float[] _sine;

    public FourierTransform(int size)
    {
        if (!int.IsPow2(size) || size < 2) throw new ArgumentOutOfRangeException(nameof(size), size, "A power of two, 2 or more.");
        _size = size;
        _reversed = new int[size];
        for (var i = 1; i < size; i++) _reversed[i] = (_reversed[i / 2] / 2) | ((i & 1) * size / 2);
        _cosine = [.. Enumerable.Range(0, size / 2).Select(k => (float)Math.Cos(2 * Math.PI * k / size))];
        _sine = [.. Enumerable.Range(0, size / 2).Select(k => (float)Math.Sin(2 * Math.PI * k / size))];
    }

    /// <summary>Sum over k of z[k]·exp(+2πi·k·n/size), without a factor; the forward transform of conjugates is its conjugate.</summary>
    public void Inverse(Span<float> real, Span<float> imaginary)
    {
        for (var i = 0; i < _size; i++)
        {
            var j = _reversed[i];
            if (j <= i) continue;
            (real[i], real[j]) = (real[j], real[i]);
            (imaginary[i], imaginary[j]) = (imaginary[j], imaginary[i]);
        }
        for (var half = 1; half < _size; half *= 2) Stage(half, real, imaginary);
    }

    private void Stage(int half, Span<float> real, Span<float> imaginary)
    {
        var step = _size / (2 * half);
        for (var block = 0; block < _size; block += 2 * half)
            for (var k = 0; k < half; k++)
            {
                var (c, s) = (_cosine[k * step], _sine[k * step]);
                var (a, b) = (block + k, block + k + half);
                var (x, y) = (real[b] * c - imaginary[b] * s, real[b] * s + imaginary[b] * c);
                (real[b], imaginary[b]) = (real[a] - x, imaginary[a] - y);
                (real[a], imaginary[a]) = (real[a] + x, imaginary[a] + y);
            }
    }
}
