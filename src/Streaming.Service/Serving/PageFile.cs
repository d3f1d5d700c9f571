using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Streaming.Service.Serving;

/// <summary>A file of the station's page, kept in memory as it is and compressed.</summary>
internal sealed class PageFile
{
    private readonly byte[] _plain;
    private readonly byte[] _compressed;
    private readonly string _contentType;
    private readonly EntityTagHeaderValue _tag;

    /// <param name="path">On disk; read once.</param>
    public PageFile(string path)
    {
        _plain = File.ReadAllBytes(path);
        _compressed = Compress(_plain);
        _contentType = Path.GetExtension(path) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new NotSupportedException($"The page has no files of the kind '{other}'."),
        };
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(_plain))[..32]}\"", isWeak: true);
    }

    public async Task SendAsync(HttpContext http)
    {
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = _tag;
        // Kept, but asked about each time: after an upgrade no browser mixes an old script with a new service.
        headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(_tag, useStrongComparison: false)))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var isCompressed = http.Request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "gzip" && coding.Quality is null or > 0);
        if (isCompressed) http.Response.Headers.ContentEncoding = "gzip";
        var body = isCompressed ? _compressed : _plain;
        http.Response.ContentType = _contentType;
        http.Response.ContentLength = body.Length;
        if (HttpMethods.IsHead(http.Request.Method)) return;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static byte[] Compress(byte[] plain)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize)) gzip.Write(plain);
        return compressed.ToArray();
    }
}
