using Streaming.Core.Signals;
using Xunit;

namespace Streaming.Tests.Core.Windowing;

/// <summary>Rows, scales, states and pictures have had these bits since the first release, on every machine: a faster way to compute them may not
/// change one. (Words in the quality remarks count too: they were changed once, when whole epochs stopped being called lost in part.)</summary>
public sealed class EpochBitsTests
{
    public static TheoryData<string, string> Hashes => new()
    {
        { "200", "423e518238301cf9" }, { "200 whole", "f664096141b0a271" }, { "256 late", "dddb97f135bb18a8" }, { "100", "eacd6358071a1ae5" },
        { "mixed", "b48360877c2246db" }, { "mixed whole", "93f4a8b73935779e" }, { "slow", "50d6aba1cc02d0f0" }, { "1000 whole", "5be6a53dc61d8593" },
    };

    [Theory]
    [MemberData(nameof(Hashes))]
    public void Epochs_of_the_same_samples_have_the_same_bits_as_ever(string recording, string hash)
    {
        var (rates, origin) = recording.Split(' ')[0] switch
        {
            "256" => ((Rational[])[256], new Rational(1001, 100)),
            "mixed" => ([256, 200, 100, 500], recording == "mixed" ? new Rational(1, 3) : 0),
            "slow" => ([50, 64, 1], 0),
            var rate => ([int.Parse(rate, System.Globalization.CultureInfo.InvariantCulture)], 0),
        };
        Assert.Equal(hash, EpochBits.Of(rates, origin, holes: !recording.EndsWith("whole", StringComparison.Ordinal)));
    }
}
