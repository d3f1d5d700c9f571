using Grpc.Core;

namespace Grpc.Framing;

/// <summary>Between HTTP headers and metadata.</summary>
internal static class HeaderMetadata
{
    private static readonly HashSet<string> TransportHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "content-type", "te", "host", "accept-encoding", "content-length", "transfer-encoding", "connection", "date", "server",
        GrpcHeaders.Status, GrpcHeaders.Message, GrpcHeaders.Timeout, GrpcHeaders.Encoding, GrpcHeaders.AcceptEncoding,
    };

    /// <summary>True for headers that belong to the transport and are not shown to handlers.</summary>
    public static bool IsTransport(string name) => name.Length == 0 || name[0] == ':' || TransportHeaders.Contains(name);

    /// <summary>Adds a header; what cannot be metadata (bad base64, odd bytes) is left out rather than failing the call.</summary>
    public static void AddHeader(this Metadata metadata, string name, string? value)
    {
        if (value is null || IsTransport(name))
            return;
        if (!name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            if (value.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
                metadata.Add(name, value);
            return;
        }

        // Several binary values may share one header line, separated by commas.
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            if (TryDecodeBase64(part, out var bytes))
                metadata.Add(name, bytes);
        }
    }

    private static bool TryDecodeBase64(string text, out byte[] bytes)
    {
        var unpadded = text.TrimEnd('=');
        var padded = unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '=');
        bytes = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64String(padded, bytes, out var length))
            return false;
        Array.Resize(ref bytes, length);
        return true;
    }
}
