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
}
