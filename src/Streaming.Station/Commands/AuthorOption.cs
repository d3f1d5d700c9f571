using System.CommandLine;

namespace Streaming.Station.Commands;

/// <summary>Who acts; kept with the night.</summary>
internal static class AuthorOption
{
    public static Option<string> Create() => new("--author") { Description = "Who says so; kept with the night", Required = true };
}
