using Streaming.Station;

namespace Streaming.Tests.Station;

/// <summary>Numbers beyond their limits are refused before anybody is asked.</summary>
public sealed class CommandLimitTests
{
    [Theory]
    [InlineData("watch --for NaN", "--for takes seconds above 0 and up to 4000000.")]
    [InlineData("watch --for 0", "--for takes seconds above 0 and up to 4000000.")]
    [InlineData("review lab/bed --limit 0", "--limit takes 1 to 5000.")]
    [InlineData("review lab/bed --limit 5001", "--limit takes 1 to 5000.")]
    public void Number_beyond_its_limit_is_refused_with_the_limit(string line, string reason) =>
        Assert.Equal(reason, Assert.Single(CommandLine.Build(TimeProvider.System).Parse(line).Errors).Message);

    [Theory]
    [InlineData("beds --address sleep.example", "--address 'sleep.example' is not an http:// or https:// address.")]
    [InlineData("beds --address https://sleep.example/sleep/", "--address 'https://sleep.example/sleep/' goes on after the port; gRPC is called at its root: https://sleep.example")]
    public void Address_that_gRPC_cannot_call_is_refused(string line, string reason) =>
        Assert.Equal(reason, Assert.Single(CommandLine.Build(TimeProvider.System).Parse(line).Errors).Message);

    [Theory]
    [InlineData("beds --address https://sleep.example:5101/")]
    [InlineData("watch --for 0.5")]
    [InlineData("watch")]
    [InlineData("review lab/bed")]
    public void What_is_within_is_taken(string line) => Assert.Empty(CommandLine.Build(TimeProvider.System).Parse(line).Errors);
}
