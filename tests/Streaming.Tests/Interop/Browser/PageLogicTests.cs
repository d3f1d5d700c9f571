using Streaming.Tests.Interop.Mqtt;

namespace Streaming.Tests.Interop.Browser;

/// <summary>What the page computes, tested in its own language (src/Streaming.Station/web/tests).</summary>
public sealed class PageLogicTests
{
    [Fact]
    public async Task Page_s_own_tests_pass()
    {
        await using var npm = PeerProcess.StartIn(Repository.At("src", "Streaming.Station", "web"), "npm", "test");

        var (status, lines) = await npm.FinishAsync(TestContext.Current.CancellationToken);

        Assert.True(status == 0, string.Join('\n', lines));
        Assert.Contains("# fail 0", lines);
        Assert.Contains(lines, line => line.StartsWith("# pass ", StringComparison.Ordinal) && line != "# pass 0");
    }
}
