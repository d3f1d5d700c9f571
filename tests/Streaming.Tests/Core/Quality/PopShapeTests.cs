using Streaming.Core.Quality;
using Xunit;

namespace Streaming.Tests.Core.Quality;

public sealed class PopShapeTests
{
    [Theory]
    [InlineData(20, 1000)]
    [InlineData(100, 1000)]
    [InlineData(200, 1000)]
    [InlineData(256, 4_000_000)]
    [InlineData(512, int.MaxValue)]
    public void Largest_jump_is_that_of_looking_at_each(int rateHz, int reach)
    {
        var (shape, random) = (new PopShape(rateHz), new Random(rateHz));
        var lag = Math.Max(1, (int)Math.Round(rateHz * 0.01));
        for (var round = 0; round < 30; round++)
        {
            int[] epoch = [.. Enumerable.Range(0, 6 * rateHz).Select(_ => random.Next(-reach, reach))];
            for (var second = 0; second < 6; second++)
            {
                shape.Find(epoch, second * rateHz, (second + 1) * rateHz, out var jump);
                var plain = Enumerable.Range(Math.Max(second * rateHz, lag), rateHz).TakeWhile(n => n < (second + 1) * rateHz)
                    .Max(n => Math.Abs(epoch[n] - (long)epoch[n - lag]));
                Assert.Equal(plain, jump);
            }
        }
    }

    [Fact]
    public void One_jump_to_where_it_stays_is_a_pop_and_a_spike_a_second_jump_or_nothing_at_all_is_none()
    {
        Assert.True(Find(n => n < 500 ? 10 : 400));
        Assert.False(Find(n => n is >= 500 and < 504 ? 400 : 10));
        Assert.False(Find(n => n < 500 ? 10 : n < 560 ? 400 : 10));
        Assert.False(Find(_ => 10));

        static bool Find(Func<int, int> signal) =>
            new PopShape(200).Find([.. Enumerable.Range(0, 6000).Select(n => signal(n) + n % 3)], 400, 600, out _);
    }

    [Fact]
    public void A_pop_is_what_looking_at_each_sample_says_is_one()
    {
        const int RateHz = 200, Lag = 2, Guard = 12, Side = 8;
        var (shape, random, pops, others) = (new PopShape(RateHz), new Random(1), 0, 0);
        for (var round = 0; round < 2000; round++)
        {
            // A jump, and somewhere in its second another of two fifths of it, more or less.
            var (jump, at) = (random.Next(200, 400), random.Next(400, 600));
            var (second, where) = (jump * random.Next(35, 45) / 100, random.Next(400, 600));
            int[] epoch = [.. Enumerable.Range(0, 1000).Select(n => (n < at ? 0 : jump) + (n < where ? 0 : second) + random.Next(3))];
            var found = shape.Find(epoch, 400, 600, out var largest);
            Assert.Equal(Plain(epoch, largest), found);
            if (found) pops++;
            else others++;
        }
        Assert.True(pops > 200 && others > 200, $"{pops} pops, {others} others");

        static bool Plain(int[] epoch, long jump)
        {
            long Step(int n) => Math.Abs(epoch[n] - (long)epoch[n - Lag]);
            var at = Enumerable.Range(400, 200).First(n => Step(n) == jump);
            return Enumerable.Range(400, 200).All(n => Math.Abs(n - at) <= Guard || Step(n) * 5 <= jump * 2)
                && Math.Abs(epoch[(at + Guard / 2)..(at + Guard / 2 + Side)].Average() - epoch[(at - Lag - Side)..(at - Lag)].Average()) * 2 > jump;
        }
    }
}
