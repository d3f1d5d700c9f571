using System.Security.Cryptography;
using System.Text;

namespace Streaming.Training.Datasets.Import;

/// <summary>Tells whether a night in the cache was made from these files in this way: names and lengths of all files, the whole of those with
/// stages, and the first 64 KiB of the recording (its header).</summary>
internal static class Fingerprint
{
    private const int Version = 4; // of the importers: raise it when the same files give another night
    private const int HeadBytes = 1 << 16;

    public static string Of(FoundStudy found, ImportOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, $"{Version};{options.Signature};{found.Subject};{found.Name}");
        foreach (var path in found.Files)
        {
            using var stream = File.OpenRead(path);
            Add(hash, $";{Path.GetFileName(path)};{stream.Length};");
            var bytes = new byte[path == found.Recording ? (int)Math.Min(HeadBytes, stream.Length) : checked((int)stream.Length)];
            stream.ReadExactly(bytes);
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
}
