namespace Streaming.Core.Simulation;

/// <summary>The ongoing EEG of three regions at 100 Hz: noise of a planned spectrum, made in overlapping blocks by inverse Fourier
/// transforms.</summary>
/// <remarks>Band levels sit on a falling spectrum whose slope, band borders and rhythms differ from sleeper to sleeper. Windows are square roots of
/// Hann's, so that the variance stays even across blocks.</remarks>
internal sealed class Background
{
    private const int Size = 256;
    private const int Hop = Size / 2;
    private const int Regions = NightPlan.Regions;

    private static readonly float[] Window = [.. Enumerable.Range(0, Size).Select(i => (float)Math.Sin(Math.PI * (i + 0.5) / Size))];

    private readonly NightPlan _plan;
    private readonly SeededRandom _random;
    private readonly SpectralShape _shape;
    private readonly FourierTransform _transform = new(Size);
    private readonly float[][] _real = [new float[Size], new float[Size]];
    private readonly float[][] _imaginary = [new float[Size], new float[Size]];
    private readonly float[][] _amplitudes = [new float[Hop], new float[Hop], new float[Hop]];
    private readonly float[][] _pending = [new float[Size], new float[Size], new float[Size]];
    private readonly float _shared;
    private readonly float _local;
    private int _blocks;
    private int _taken;

    public Background(NightPlan plan, SeededRandom random)
    {
        (_plan, _random) = (plan, random);
        _shape = new SpectralShape(plan.Subject, random);
        _shared = (float)Math.Sqrt(plan.Subject.SharedShare);
        _local = (float)Math.Sqrt(1 - plan.Subject.SharedShare);
        Add();
        Add();
    }

    /// <summary>Writes the next second.</summary>
    public void Next(SourceSecond into)
    {
        for (var i = 0; i < CorticalSources.RateHz;)
        {
            if (_taken == Hop) Add();
            var count = Math.Min(CorticalSources.RateHz - i, Hop - _taken);
            for (var region = 0; region < Regions; region++)
                _pending[region].AsSpan(_taken, count).CopyTo(into[region].AsSpan(SourceSecond.History + i));
            i += count;
            _taken += count;
        }
    }

    // The first half of what is pending is complete once this block has been added to it.
    private void Add()
    {
        var centre = Math.Clamp((int)(_blocks * Hop / (double)CorticalSources.RateHz + 0.5), 0, _plan.Seconds - 1);
        _shape.Fill(_plan.PowersAt(centre), _plan.StageAt[centre], _plan.AlphaShare[centre], _amplitudes);
        Spectra();
        for (var pair = 0; pair < 2; pair++) _transform.Inverse(_real[pair], _imaginary[pair]);
        for (var region = 0; region < Regions; region++)
        {
            var pending = _pending[region];
            var block = region == 0 ? _real[0] : region == 1 ? _imaginary[0] : _real[1];
            pending.AsSpan(Hop).CopyTo(pending);
            for (var i = 0; i < Hop; i++) pending[i] += Window[i] * block[i];
            for (var i = Hop; i < Size; i++) pending[i] = Window[i] * block[i];
        }
        _blocks++; // block b is centred on b hops after the first sample
        _taken = 0;
    }

    // Two real signals travel in one complex transform.
    private void Spectra()
    {
        foreach (var array in _real) Array.Clear(array);
        foreach (var array in _imaginary) Array.Clear(array);
        for (var bin = 1; bin < Hop; bin++)
        {
            var (x, y) = (_shared * _random.Noise(), _shared * _random.Noise());
            var (fx, fy) = Draw(0, bin, x, y);
            var (cx, cy) = Draw(1, bin, x, y);
            var (ox, oy) = Draw(2, bin, x, y);
            (_real[0][bin], _imaginary[0][bin]) = (fx - cy, fy + cx);
            (_real[0][Size - bin], _imaginary[0][Size - bin]) = (fx + cy, cx - fy);
            (_real[1][bin], _imaginary[1][bin]) = (ox, oy);
            (_real[1][Size - bin], _imaginary[1][Size - bin]) = (ox, -oy);
        }
    }

    private (float X, float Y) Draw(int region, int bin, float sharedX, float sharedY)
    {
        var half = 0.5f * _amplitudes[region][bin];
        return (half * (sharedX + _local * _random.Noise()), half * (sharedY + _local * _random.Noise()));
    }
}
