using System.Text.RegularExpressions;

namespace Streaming.Replay.Gateway;

/// <summary>The topics of one bed.</summary>
internal sealed partial record BedTopics(string Prefix, string Site, string Bed)
{
    public string Study => Of("study");

    public string Samples => Of("samples");

    public string Event => Of("event");

    public string Status => Of("status");

    public string Command => Of("command");

    /// <summary>Whether a site's or bed's name can be part of a topic: 1-64 characters of A-Z a-z 0-9 - _ and full stop.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    private string Of(string last) => $"{Prefix}/{Site}/{Bed}/{last}";

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex Name();
}
