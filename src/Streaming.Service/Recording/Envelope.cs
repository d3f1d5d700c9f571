using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Streaming.V1;

namespace Streaming.Service.Recording;

/// <summary>Empty messages, each of which stands for bytes that have been encoded already.</summary>
internal static class Envelope
{
    private static readonly ConditionalWeakTable<WatchResponse, byte[]> s_letters = [];

    /// <summary>A message that nobody reads or writes to: whoever serializes it takes the bytes instead.</summary>
    public static WatchResponse Of(byte[] encoded)
    {
        var envelope = new WatchResponse();
        s_letters.Add(envelope, encoded);
        return envelope;
    }

    /// <summary>False: it is an ordinary message.</summary>
    public static bool TryOpen(WatchResponse message, [NotNullWhen(true)] out byte[]? encoded) => s_letters.TryGetValue(message, out encoded);
}
