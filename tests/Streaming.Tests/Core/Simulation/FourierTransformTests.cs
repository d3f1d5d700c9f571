using System.Numerics;
using Streaming.Core.Simulation;

namespace Streaming.Tests.Core.Simulation;

public sealed class FourierTransformTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(256)]
    public void Transform_equals_the_plain_sum(int size)
    {
        var random = new SeededRandom((ulong)size);
        var values = Enumerable.Range(0, size).Select(_ => new Complex(random.Normal(), random.Normal())).ToArray();
        var (real, imaginary) = (values.Select(z => (float)z.Real).ToArray(), values.Select(z => (float)z.Imaginary).ToArray());
        new FourierTransform(size).Inverse(real, imaginary);
        for (var n = 0; n < size; n++)
        {
            var sum = Enumerable.Range(0, size).Aggregate(Complex.Zero, (total, k) => total + values[k] * Complex.FromPolarCoordinates(1, 2 * Math.PI * k * n / size));
            Assert.Equal(sum.Real, real[n], 1e-3 * size);
            Assert.Equal(sum.Imaginary, imaginary[n], 1e-3 * size);
        }
    }

    [Fact]
    public void Size_that_is_no_power_of_two_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new FourierTransform(100));
}
