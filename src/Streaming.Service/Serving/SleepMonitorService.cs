using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Streaming.Service.Access;
using Streaming.Service.Exporting;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>The calls of <c>streaming.v1.SleepMonitor</c>. What is not overridden here answers UNIMPLEMENTED.</summary>
[BindServiceMethod(typeof(SharedEncoding), nameof(SharedEncoding.BindService))]
internal sealed class SleepMonitorService(
    NightLog log, CommitFeed feed, BedBoard beds, AdvisoryDesk advisories, StoreHealth health, WaveformQuery waveforms, EpochImageQuery images, ExplanationDesk explanations,
    NightEdits edits, NightLights lights, NightSigning signing, NightMarks marks, CalibrationDesk calibrations, NightExport exports,
    AccessPolicy access, IOptions<ServingOptions> options, LineMeter meter, TimeProvider time,
    IHostApplicationLifetime lifetime) : SleepMonitor.SleepMonitorBase
{
    public override async Task Watch(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        foreach (var bed in request.Beds)
        {
            RequestCheck.Filter(bed, "beds");
            caller.Demand(bed);
        }
        if (request.Beds.Count > 1000) throw RequestCheck.Invalid("beds", $"{request.Beds.Count} entries; 1000 may be");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await new Watcher(request, responseStream, caller, access, log, feed, beds, health, options.Value, time).RunAsync(stop.Token);
        }
        catch (StuckWatcherException)
        {
            meter.Dropped("stuck-watcher");
            throw new RpcException(new Status(StatusCode.ResourceExhausted, "the stream was not read; resume with the last token"));
        }
        catch (SqliteException refused)
        {
            throw StoreReads.Refused(refused);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "the service is stopping; resume with the last token"));
        }
    }

    public override Task<ListBedsResponse> ListBeds(ListBedsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        if (request.Filter is { } filter)
        {
            RequestCheck.Filter(filter, "filter");
            caller.Demand(filter);
        }
        var wanted = new BedFilter(request.Filter is null ? [] : [request.Filter], caller.Scope);
        var response = new ListBedsResponse();
        foreach (var bed in beds.All())
        {
            var key = new BedKey(bed.Site, bed.Bed_);
            if (!wanted.Wants(key)) continue;
            bed.Advisories.Add(advisories.Of(key));
            bed.StoreRefuses = !health.IsWritable;
            response.Beds.Add(bed);
        }
        return Task.FromResult(response);
    }

    public override Task<Night> GetNight(GetNightRequest request, ServerCallContext context) => Task.Run(
        () => log.AnswerFrom(reader =>
        {
            var stored = RequestCheck.Night(request.Night, reader, Caller.Of(context));
            var night = NightWriter.Write(stored, reader, request.AllRevisions, beds.Find(stored.Bed));
            if (request.OmitReports) night.Reports.Clear();
            return night;
        }),
        context.CancellationToken);

    public override Task<ListNightsResponse> ListNights(ListNightsRequest request, ServerCallContext context) => Task.Run(
        () => log.AnswerFrom(reader => NightList.Read(request, reader, log.StoreId, Caller.Of(context))),
        context.CancellationToken);

    public override Task<Waveform> GetWaveform(GetWaveformRequest request, ServerCallContext context) => Task.Run(
        () => log.AnswerFrom(reader => waveforms.Read(request, RequestCheck.Night(request.Night, reader, Caller.Of(context)), reader)),
        context.CancellationToken);

    public override Task<EpochImage> GetEpochImage(GetEpochImageRequest request, ServerCallContext context) =>
        images.ReadAsync(request, log, Caller.Of(context), context.CancellationToken);

    public override async Task<Explanation> Explain(ExplainRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var (read, baselines) = await Task.Run(
            () => log.AnswerFrom(reader =>
            {
                var stored = RequestCheck.Night(request.Night, reader, caller);
                var found = explanations.Read(RequestCheck.Epoch(request.Epoch), stored, reader);
                return (found, calibrations.Beside(found.Epoch, stored, reader).ToList());
            }),
            context.CancellationToken);
        var explanation = ExplanationWriter.Write(await explanations.CompleteAsync(read, context.CancellationToken));
        explanation.Baselines.Add(baselines);
        return explanation;
    }

    public override async Task<OverrideResponse> Override(OverrideRequest request, ServerCallContext context) => new()
    {
        Report = await edits.OverrideAsync(request, Find(request.Night, context), context.CancellationToken),
    };

    public override async Task<MarkLightsResponse> MarkLights(MarkLightsRequest request, ServerCallContext context) => new()
    {
        Mark = await lights.MarkAsync(request, Find(request.Night, context), context.CancellationToken),
    };

    public override async Task<AddNoteResponse> AddNote(AddNoteRequest request, ServerCallContext context) => new()
    {
        Note = await edits.AddNoteAsync(request, Find(request.Night, context), context.CancellationToken),
    };

    public override async Task<AcknowledgeAdvisoryResponse> AcknowledgeAdvisory(AcknowledgeAdvisoryRequest request, ServerCallContext context) => new()
    {
        Advisory = await edits.AcknowledgeAsync(request, Caller.Of(context), context.CancellationToken),
    };

    public override Task<ReviewQueueResponse> ReviewQueue(ReviewQueueRequest request, ServerCallContext context) => Task.Run(
        () => log.AnswerFrom(reader =>
        {
            var stored = RequestCheck.Night(request.Night, reader, Caller.Of(context));
            return ReviewOrder.Of(NightWriter.Standing(stored, reader), request.Limit);
        }),
        context.CancellationToken);

    public override async Task ExportNight(ExportNightRequest request, IServerStreamWriter<ExportNightResponse> responseStream, ServerCallContext context)
    {
        try
        {
            await exports.SendAsync(
                Find(request.Night, context), request.Format, piece => responseStream.WriteAsync(piece, context.CancellationToken), context.CancellationToken);
        }
        catch (Exception refused) when (StoreReads.IsRefusal(refused))
        {
            throw StoreReads.Refused(refused);
        }
    }

    public override Task<ImportOverridesResponse> ImportOverrides(ImportOverridesRequest request, ServerCallContext context) =>
        edits.ImportAsync(request, Find(request.Night, context), context.CancellationToken);

    public override Task<WhoAmIResponse> WhoAmI(WhoAmIRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        return Task.FromResult(new WhoAmIResponse
        {
            // Where no token is asked for, everybody may do everything.
            Role = (caller.Grant?.Role ?? Role.Admin).ToString().ToLowerInvariant(),
            Scope = new BedRef { Site = caller.Scope.Site, Bed = caller.Scope.Bed },
            Name = caller.Grant?.Name ?? "",
        });
    }

    public override async Task<SignNightResponse> SignNight(SignNightRequest request, ServerCallContext context) => new()
    {
        Signature = await signing.SignAsync(request, Find(request.Night, context), context.CancellationToken),
    };

    public override async Task<AddMarkResponse> AddMark(AddMarkRequest request, ServerCallContext context) => new()
    {
        Mark = await marks.AddAsync(request, Find(request.Night, context), context.CancellationToken),
    };

    public override Task<GetCalibrationResponse> GetCalibration(GetCalibrationRequest request, ServerCallContext context) => Task.Run(
        () => log.AnswerFrom(reader => calibrations.Read(RequestCheck.Night(request.Night, reader, Caller.Of(context)), reader)),
        context.CancellationToken);

    private StoredStudy Find(NightRef night, ServerCallContext context) =>
        log.AnswerFrom(reader => RequestCheck.Night(night, reader, Caller.Of(context)));
}
