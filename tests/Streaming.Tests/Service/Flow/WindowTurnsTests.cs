using Streaming.Service.Flow;
using Xunit;

namespace Streaming.Tests.Service.Flow;

public sealed class WindowTurnsTests
{
    [Fact]
    public void Every_bed_has_its_turn_before_any_has_a_second()
    {
        var (called, turns) = (new List<int>(), new WindowTurns(2, () => true));
        for (var bed = 0; bed < 5; bed++) Ask(bed);
        Assert.Equal([0, 1], called);
        Assert.Equal(3, turns.Waiting);
        for (var done = 0; done < 5; done++)
        {
            turns.GiveBack();
            Ask(called[done]);
        }
        Assert.Equal([0, 1, 2, 3, 4, 0, 1], called);

        void Ask(int bed) => turns.Ask(() =>
        {
            called.Add(bed);
            return true;
        });
    }

    [Fact]
    public void While_epochs_wait_nobody_is_called()
    {
        var (called, isFree) = (0, false);
        var turns = new WindowTurns(2, () => isFree);
        for (var bed = 0; bed < 3; bed++) turns.Ask(() => ++called > 0);
        Assert.Equal(0, called);
        turns.Look();
        Assert.Equal(0, called);
        isFree = true;
        turns.Look();
        Assert.Equal(2, called);
        Assert.Equal(1, turns.Waiting);
    }

    [Fact]
    public void A_turn_that_cannot_be_taken_is_the_next_beds()
    {
        var called = new List<int>();
        var turns = new WindowTurns(1, () => true);
        for (var bed = 0; bed < 4; bed++)
        {
            var number = bed;
            turns.Ask(() =>
            {
                called.Add(number);
                return number is 0 or 3;
            });
        }
        Assert.Equal([0], called);
        turns.GiveBack();
        Assert.Equal([0, 1, 2, 3], called);
        Assert.Equal(0, turns.Waiting);
    }
}
