using Grpc.Core;
using Streaming.Service.Access;
using Streaming.Service.Exporting;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>A bed's report and hypnogram over plain GET, under the same roles, scopes and audit as <c>ExportNight</c>:
/// <c>/nights/SITE/BED/report.html</c>, <c>/nights/SITE/BED/hypnogram.svg</c>, or <c>/nights/STUDY/…</c>.</summary>
internal static class ReportPage
{
    /// <summary>What <see cref="MethodRoles"/> guards.</summary>
    public const string Prefix = "/nights/";

    // The file is all there is: whatever a person typed into a note, nothing of it runs or is fetched.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Prefix + "{site}/{bed}/{file}", (HttpContext http, string site, string bed, string file) =>
            AnswerAsync(http, new NightRef { Bed = new BedRef { Site = site, Bed = bed } }, file));
        app.MapGet(Prefix + "{study}/{file}", (HttpContext http, string study, string file) => AnswerAsync(http, new NightRef { StudyId = study }, file));
    }

    private static async Task AnswerAsync(HttpContext http, NightRef night, string file)
    {
        var format = file switch
        {
            "report.html" => ExportFormat.ReportHtml,
            "hypnogram.svg" => ExportFormat.HypnogramSvg,
            _ => ExportFormat.Unspecified,
        };
        try
        {
            if (format == ExportFormat.Unspecified) throw RequestCheck.NotFound("report.html and hypnogram.svg are here");
            var stored = http.RequestServices.GetRequiredService<NightLog>().AnswerFrom(reader => RequestCheck.Night(night, reader, Caller.Of(http)));
            var text = await Task.Run(() => http.RequestServices.GetRequiredService<NightExport>().Compose(stored, format), http.RequestAborted);
            http.Response.ContentType = format == ExportFormat.ReportHtml ? "text/html; charset=utf-8" : "image/svg+xml; charset=utf-8";
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.ContentSecurityPolicy = Policy;
            http.Response.Headers.XContentTypeOptions = "nosniff";
            await http.Response.WriteAsync(text, http.RequestAborted);
        }
        catch (RpcException refused)
        {
            http.Response.StatusCode = StatusOf(refused.StatusCode);
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(refused.Status.Detail + "\n", http.RequestAborted);
        }
    }

    private static int StatusOf(StatusCode code) => code switch
    {
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.FailedPrecondition => StatusCodes.Status409Conflict,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}
