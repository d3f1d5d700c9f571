using System.Text.RegularExpressions;
using Xunit;

namespace Streaming.Tests.Docs;

public sealed partial class LinkTests
{
    [Fact]
    public void Links_lead_somewhere() => Assert.Empty(
        from page in Pages.All
        from Match link in Link().Matches(File.ReadAllText(page))
        let target = link.Groups[1].Value
        where !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target))
        select $"{Pages.Name(page)} links to {target}");

    [Fact]
    public void Links_to_a_heading_find_it() => Assert.Empty(
        from page in Pages.All
        from Match link in HeadingLink().Matches(File.ReadAllText(page))
        let target = link.Groups["page"].Value
        where !target.Contains("://", StringComparison.Ordinal)
        let told = target.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, target)
        where !Pages.Headings(told).Contains(link.Groups["heading"].Value)
        select $"{Pages.Name(page)} links to {target}#{link.Groups["heading"].Value}");

    [Fact]
    public void Every_page_is_reached_from_the_index()
    {
        var linked = Link().Matches(File.ReadAllText(Repository.At("docs/README.md"))).Select(link => link.Groups[1].Value).ToHashSet();
        Assert.Empty(
            from page in Directory.EnumerateFiles(Repository.At("docs"), "*.md")
            let name = Path.GetFileName(page)
            where name != "README.md" && !linked.Contains(name)
            select name);
    }

    [Fact]
    public void Places_that_are_named_exist() => Assert.Empty(
        from page in Pages.All
        from Match place in Place().Matches(File.ReadAllText(page))
        where !place.Value.Contains("node_modules", StringComparison.Ordinal) && !Path.Exists(Repository.At(place.Value))
        select $"{Pages.Name(page)} names {place.Value}");

    [Fact]
    public void Decisions_are_numbered_without_gaps_and_say_their_number()
    {
        var files = Directory.EnumerateFiles(Repository.At("docs", "decisions"), "*.md").Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        for (var n = 0; n < files.Count; n++)
        {
            Assert.StartsWith($"{n + 1:0000}-", Path.GetFileName(files[n]), StringComparison.Ordinal);
            Assert.StartsWith($"# {n + 1}. ", File.ReadAllText(files[n]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Decisions_that_are_cited_exist()
    {
        var numbers = Directory.EnumerateFiles(Repository.At("docs", "decisions"), "*.md").Select(file => Path.GetFileName(file)[..4]).ToHashSet();
        Assert.Empty(
            from page in Pages.All
            from Match citation in Citation().Matches(File.ReadAllText(page))
            where !numbers.Contains(citation.Groups[1].Value)
            select $"{Pages.Name(page)} cites {citation.Value}");
    }

    [GeneratedRegex(@"\]\(([^)#\s]+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\((?<page>[^)#\s]*)#(?<heading>[^)\s]+)")]
    private static partial Regex HeadingLink();

    [GeneratedRegex(@"(?<![\w./…-])(?:src|docs|tests|deploy|protos)/[\w./-]*[\w/]")]
    private static partial Regex Place();

    [GeneratedRegex(@"decision (\d{4})")]
    private static partial Regex Citation();
}
