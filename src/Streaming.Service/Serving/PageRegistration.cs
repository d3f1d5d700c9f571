namespace Streaming.Service.Serving;

internal static class PageRegistration
{
    // Nothing from elsewhere and no inline script: what the page shows of notes and names can never become one. Inline styles are for the night report,
    // which brings its own and is shown in a tab under this same policy.
    private const string ContentSecurityPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Where the build puts the page: beside the program.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "page");

    /// <summary>The station's page at /. It holds nothing of any night, so it needs no token; its calls do.</summary>
    public static void MapPage(this WebApplication app)
    {
        if (!Directory.Exists(Folder))
        {
            app.MapGet("/", () => Results.Text("This service was built without the station's page (StationPage=false).\n", statusCode: StatusCodes.Status404NotFound))
                .AllowAnonymous();
            return;
        }
        foreach (var path in Directory.EnumerateFiles(Folder))
        {
            var (file, name) = (new PageFile(path), Path.GetFileName(path));
            app.MapMethods(name == "index.html" ? "/" : "/" + name, ["GET", "HEAD"], http => SendAsync(file, http)).AllowAnonymous();
        }
    }

    private static Task SendAsync(PageFile file, HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return file.SendAsync(http);
    }
}
