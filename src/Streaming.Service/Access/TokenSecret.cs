using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Streaming.Service.Access;

/// <summary>The secret half of a token: 256 random bits in text. Too many to guess, so a plain hash is enough to keep.</summary>
internal static class TokenSecret
{
    private const int RandomBytes = 32;

    /// <summary>Marks a token as ours, so that a leaked one can be searched for.</summary>
    private const string Prefix = "streaming_";

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static string CreateId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
