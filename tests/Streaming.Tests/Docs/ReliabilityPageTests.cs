using System.Text.RegularExpressions;

namespace Streaming.Tests.Docs;

/// <summary>docs/reliability.md names tests that exist.</summary>
public sealed partial class ReliabilityPageTests
{
    [Fact]
    public void Every_fault_names_a_test_that_exists()
    {
        var rows = File.ReadAllLines(Repository.At("docs", "reliability.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Where(line => !line.StartsWith("| fault ", StringComparison.Ordinal)).ToList();
        var tests = typeof(ReliabilityPageTests).Assembly.GetTypes().Select(type => type.Name).ToHashSet();

        Assert.True(rows.Count > 25);
        Assert.All(rows, row => Assert.NotEmpty(TestName().Matches(row)));
        Assert.All(rows.SelectMany(row => TestName().Matches(row)), name => Assert.Contains(name.Groups[1].Value, tests));
    }

    [GeneratedRegex("`([A-Za-z]+Tests)`")]
    private static partial Regex TestName();
}
