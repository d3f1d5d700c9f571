using Grpc.Core;
using Streaming.V1;

namespace Streaming.Tests.Service.Access;

/// <summary>Every method of the contract, each called in a way that a caller with enough rights is let through.</summary>
internal static class EveryMethod
{
    /// <summary>By method: the status it ends with for a night.</summary>
    public static async Task<IReadOnlyDictionary<string, StatusCode>> CallAsync(SleepMonitor.SleepMonitorClient client, NightRef night)
    {
        var bed = night.Bed ?? new BedRef { Site = "lab", Bed = "bed-1" };
        var at = new Rational { Numerator = 1, Denominator = 1 };
        var deadline = new CallOptions(cancellationToken: TestContext.Current.CancellationToken);
        return new Dictionary<string, StatusCode>
        {
            ["Watch"] = await FirstAsync(client.Watch(new WatchRequest { Beds = { bed } }, deadline).ResponseStream),
            ["ListBeds"] = await StatusAsync(client.ListBedsAsync(new ListBedsRequest { Filter = bed }, deadline).ResponseAsync),
            ["ListNights"] = await StatusAsync(client.ListNightsAsync(new ListNightsRequest { Filter = bed }, deadline).ResponseAsync),
            ["GetNight"] = await StatusAsync(client.GetNightAsync(new GetNightRequest { Night = night }, deadline).ResponseAsync),
            ["GetWaveform"] = await StatusAsync(client.GetWaveformAsync(
                new GetWaveformRequest { Night = night, FromSeconds = 0, ToSeconds = 10, Columns = 10 }, deadline).ResponseAsync),
            ["GetEpochImage"] = await StatusAsync(client.GetEpochImageAsync(new GetEpochImageRequest { Night = night }, deadline).ResponseAsync),
            ["Explain"] = await StatusAsync(client.ExplainAsync(new ExplainRequest { Night = night }, deadline).ResponseAsync),
            ["ReviewQueue"] = await StatusAsync(client.ReviewQueueAsync(new ReviewQueueRequest { Night = night }, deadline).ResponseAsync),
            ["Override"] = await StatusAsync(client.OverrideAsync(
                new OverrideRequest { Night = night, Stage = Stage.N2, Author = "a" }, deadline).ResponseAsync),
            ["MarkLights"] = await StatusAsync(client.MarkLightsAsync(
                new MarkLightsRequest { Night = night, AtSeconds = at, Author = "a" }, deadline).ResponseAsync),
            ["AddNote"] = await StatusAsync(client.AddNoteAsync(
                new AddNoteRequest { Night = night, AtSeconds = at, Text = "t", Author = "a" }, deadline).ResponseAsync),
            ["AcknowledgeAdvisory"] = await StatusAsync(client.AcknowledgeAdvisoryAsync(
                new AcknowledgeAdvisoryRequest { AdvisoryId = "none", Author = "a" }, deadline).ResponseAsync),
            ["ExportNight"] = await FirstAsync(client.ExportNight(new ExportNightRequest { Night = night, Format = ExportFormat.Csv }, deadline).ResponseStream),
            ["ImportOverrides"] = await StatusAsync(client.ImportOverridesAsync(
                new ImportOverridesRequest { Night = night, Author = "a" }, deadline).ResponseAsync),
            ["SignNight"] = await StatusAsync(client.SignNightAsync(new SignNightRequest { Night = night, Author = "a" }, deadline).ResponseAsync),
            ["AddMark"] = await StatusAsync(client.AddMarkAsync(
                new AddMarkRequest
                {
                    Night = night,
                    Mark = new NightMark { AtSeconds = at, Author = "a", Position = new PositionChange { Position = BodyPosition.Supine } },
                },
                deadline).ResponseAsync),
            ["GetCalibration"] = await StatusAsync(client.GetCalibrationAsync(new GetCalibrationRequest { Night = night }, deadline).ResponseAsync),
            ["WhoAmI"] = await StatusAsync(client.WhoAmIAsync(new WhoAmIRequest(), deadline).ResponseAsync),
        };
    }

    private static async Task<StatusCode> StatusAsync<T>(Task<T> call)
    {
        try
        {
            await call;
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    private static Task<StatusCode> FirstAsync<T>(IAsyncStreamReader<T> stream) => StatusAsync(stream.MoveNext(TestContext.Current.CancellationToken));
}
