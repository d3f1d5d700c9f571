using System.Net;
using System.Net.Http.Headers;
using Streaming.Service.Serving;

namespace Streaming.Tests.Service.Serving;

public sealed class PageTests : IAsyncLifetime
{
    private const int LargestBytes = 300_000;
    private ServiceHost _host = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ServiceHost.StartAsync(settings: ["Access:Tokens=Always"]);
        _http = new HttpClient { BaseAddress = new Uri(_host.WebAddress) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Page_is_served_without_a_token_and_may_load_nothing_from_elsewhere()
    {
        using var answer = await _http.GetAsync(new Uri("/", UriKind.Relative), Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            policy);
        Assert.Contains("/station.js", text, StringComparison.Ordinal);
        Assert.DoesNotContain("//", text, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", await _http.GetStringAsync(new Uri("/station.css", UriKind.Relative), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browser_that_has_a_file_is_told_so_and_gets_it_anew_only_when_it_changed()
    {
        using var first = await _http.GetAsync(new Uri("/station.js", UriKind.Relative), Stop);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/station.js") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var other = new HttpRequestMessage(HttpMethod.Get, "/station.js") { Headers = { IfNoneMatch = { new EntityTagHeaderValue("\"old\"") } } };

        using var known = await _http.SendAsync(again, Stop);
        using var changed = await _http.SendAsync(other, Stop);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (known.StatusCode, changed.StatusCode));
        Assert.True(first.Headers.CacheControl?.NoCache);
    }

    [Fact]
    public async Task Page_is_smaller_than_300_kB_on_the_wire()
    {
        var bytes = 0L;
        foreach (var path in Directory.EnumerateFiles(PageRegistration.Folder))
        {
            var name = Path.GetFileName(path);
            using var request = new HttpRequestMessage(HttpMethod.Get, name == "index.html" ? "/" : "/" + name)
            {
                Headers = { AcceptEncoding = { new StringWithQualityHeaderValue("gzip") } },
            };
            using var answer = await _http.SendAsync(request, Stop);
            Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
            bytes += (await answer.Content.ReadAsByteArrayAsync(Stop)).LongLength;
        }
        Assert.InRange(bytes, 10_000, LargestBytes);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
