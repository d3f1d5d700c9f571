using Streaming.Core.Signals;
using Xunit;

namespace Streaming.Tests.Core.Signals;

public sealed class MiddleValueTests
{
    [Fact]
    public void It_is_what_sorting_puts_in_the_middle()
    {
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var kinds = random.Next(1, 400); // few kinds: many are equal
            double[] values = [.. Enumerable.Range(0, random.Next(1, 700)).Select(_ => (double)random.Next(kinds))];
            if (round % 10 == 0) values[random.Next(values.Length)] = double.NaN;
            if (round % 7 == 0) Array.Sort(values);
            if (round % 14 == 0) Array.Reverse(values);
            double[] sorted = [.. values.Order()];
            Assert.Equal(sorted[sorted.Length / 2], MiddleValue.Of(values));
        }
    }

    [Fact]
    public void Where_most_are_no_numbers_it_is_none() => Assert.Equal(double.NaN, MiddleValue.Of([1, double.NaN, double.NaN]));
}
