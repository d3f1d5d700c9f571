using System.IO.Compression;
using System.Text.Json;
using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;

namespace Streaming.Training.Evaluation;

/// <summary>Reads nights that several people scored, as the DOD hypnograms are kept: a JSON object of scorers, each an object of nights, each an array
/// of codes 0-4 for W N1 N2 N3 R, anything else for not scored; packed by gzip or not.</summary>
internal static class PanelFile
{
    /// <exception cref="InvalidDataException">The file is not such an object; says what is wrong with it.</exception>
    public static ScorerPanel Read(string path)
    {
        var scorings = Parse(path);
        var scorers = scorings.Keys.Order(StringComparer.Ordinal).ToArray();
        if (scorers.Length < 2) throw new InvalidDataException($"{path} holds {scorers.Length} scorers, 2 at least are needed.");
        var names = scorers.Select(scorer => scorings[scorer].Keys).Aggregate((IEnumerable<string> all, IEnumerable<string> own) => all.Intersect(own));
        return new ScorerPanel(scorers, [.. names.Order(StringComparer.Ordinal).Select(name => Night(path, name, [.. scorers.Select(scorer => scorings[scorer][name])]))]);
    }

    private static Dictionary<string, Dictionary<string, int[]>> Parse(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, int[]>>>(stream) ?? [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is no object of scorers, nights and codes: {e.Message}", e);
        }
    }

    private static PanelNight Night(string path, string name, int[][] codes)
    {
        var length = codes[0].Length;
        if (Array.Exists(codes, own => own.Length != length))
            throw new InvalidDataException($"{path}: the scorings of {name} have {string.Join(", ", codes.Select(own => own.Length))} epochs.");
        return new PanelNight(name, [.. codes.Select(own => (IReadOnlyList<Stage?>)[.. own.Select(code => code is >= 0 and <= 4 ? (Stage?)code : null)])]);
    }
}
