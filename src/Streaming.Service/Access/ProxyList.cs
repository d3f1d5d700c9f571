using System.Net;

namespace Streaming.Service.Access;

/// <summary>Reverse proxies as settings name them: addresses, and networks as in 10.1.0.0/16, separated by commas; nothing for none.</summary>
internal static class ProxyList
{
    /// <returns>The networks, an address as one of its own; or what is wrong with the first that is none.</returns>
    public static (IReadOnlyList<IPNetwork> Networks, string? Fault) Read(string text)
    {
        var networks = new List<IPNetwork>();
        if (text.Length == 0) return (networks, null);
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (IPAddress.TryParse(word, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (!IPNetwork.TryParse(word, out var network))
                return ([], $"'{word}' is neither an address such as 127.0.0.1 nor a network such as 10.1.0.0/16");
            else if (network.PrefixLength == 0)
                return ([], $"'{word}' is everybody: each caller could then say who it is");
            else networks.Add(network);
        }
        return (networks, null);
    }
}
