using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Streaming.Tests.Service.Access;

/// <summary>What answers without a token, of everything that is mapped, however its path is spelt: routing takes capitals and a slash at the end for the same.</summary>
public sealed class OpenRoutesTests
{
    [Fact]
    public async Task Nothing_but_page_and_health_answers_without_a_token_in_any_spelling()
    {
        await using var guarded = await GuardedHost.StartAsync("Access:RefusalsPerMinute=100000", "Serving:Reflection=true");
        using var http = new HttpClient { BaseAddress = new Uri(guarded.Host.WebAddress) };
        var open = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var route in Routes(guarded))
        {
            var path = "/" + route.TrimStart('/').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
            foreach (var spelt in (string[])[path, path.ToUpperInvariant(), path.ToLowerInvariant(), path.TrimEnd('/') + "/"])
                if (await IsAnsweredAsync(http, spelt)) open.Add(route);
        }

        Assert.Contains("/streaming.v1.SleepMonitor/SignNight", Routes(guarded)); // else nothing was tried
        Assert.DoesNotContain(open, route => route.StartsWith("/streaming.", StringComparison.Ordinal));
        Assert.Equal(
            ["/", "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch", "/healthz", "/icon.svg", "/station.css", "/station.js"],
            open);
    }

    private static List<string> Routes(GuardedHost guarded) =>
        [.. guarded.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(one => one.RoutePattern.RawText!).Distinct()];

    /// <summary>By GET or as grpc-web: with anything else than that a token is missing, or that nothing is there.</summary>
    private static async Task<bool> IsAnsweredAsync(HttpClient http, string path)
    {
        using var plain = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var body = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc-web+proto") } };
        using var asked = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        using var framed = await http.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return IsAnswer(plain) || IsAnswer(framed);
    }

    private static bool IsAnswer(HttpResponseMessage answer) =>
        answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.UnsupportedMediaType)
        && !(answer.Headers.TryGetValues("grpc-status", out var status) && status.Single() == "16");
}
