using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Data.Sqlite;
using Streaming.Service.Access;
using Streaming.V1;

namespace Streaming.Tests.Service.Access;

public sealed class AccessTests
{
    private static readonly string[] ForTechnologists =
        ["Override", "MarkLights", "AddNote", "AcknowledgeAdvisory", "ExportNight", "ImportOverrides", "SignNight", "AddMark"];

    private static readonly NightRef FirstBed = new() { Bed = new BedRef { Site = "lab", Bed = "bed-1" } };

    [Fact]
    public async Task Every_method_is_refused_when_the_token_is_missing_unknown_expired_or_revoked()
    {
        await using var guarded = await GuardedHost.StartAsync("Access:RefusalsPerMinute=1000");
        var (revoked, id) = guarded.IssueNamed(Role.Admin);
        guarded.Store.Revoke(id, TimeProvider.System.GetUtcNow());
        var expired = guarded.Issue(Role.Admin, expires: TimeProvider.System.GetUtcNow().AddSeconds(-1));

        foreach (var token in (string?[])[null, "streaming_unknown", expired, revoked])
        {
            using var connection = guarded.Connect(token);
            var answers = await EveryMethod.CallAsync(connection.Client, FirstBed);
            Assert.Equal(SleepMonitor.Descriptor.Methods.Select(method => method.Name).Order(), answers.Keys.Order());
            Assert.All(answers, answer => Assert.Equal((answer.Key, StatusCode.Unauthenticated), (answer.Key, answer.Value)));
        }
        Assert.Contains(guarded.Store.AuditTail(100), entry => entry is { Action: "Override" } && entry.Outcome.Contains("revoked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refused_call_has_its_status_where_the_audit_cannot_be_written()
    {
        await using var guarded = await GuardedHost.StartAsync();
        await using var other = new SqliteConnection($"Data Source={Path.Combine(guarded.Host.Store, "access.db")};Pooling=false");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        hold.ExecuteNonQuery();
        using var connection = guarded.Connect(null);
        var refusal = await Assert.ThrowsAsync<RpcException>(
            async () => await connection.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
    }

    [Fact]
    public async Task Viewer_may_look_and_technologist_may_also_edit()
    {
        await using var guarded = await GuardedHost.StartAsync("Access:RefusalsPerMinute=1000");
        using var viewer = guarded.Connect(guarded.Issue(Role.Viewer));
        using var technologist = guarded.Connect(guarded.Issue(Role.Technologist));

        var looked = await EveryMethod.CallAsync(viewer.Client, FirstBed);
        var edited = await EveryMethod.CallAsync(technologist.Client, FirstBed);

        Assert.All(ForTechnologists, method => Assert.Equal(StatusCode.PermissionDenied, looked[method]));
        Assert.All(looked.Keys.Except(ForTechnologists), method => AssertLetThrough(method, looked[method]));
        Assert.All(edited.Keys, method => AssertLetThrough(method, edited[method]));
        var audit = guarded.Store.AuditTail(100);
        foreach (var method in (string[])["Override", "SignNight", "AddMark", "ExportNight"])
        {
            Assert.Contains(audit, entry => entry.Action == method && entry.Outcome == "done");
            Assert.Contains(audit, entry => entry.Action == method && entry.Outcome.StartsWith("PermissionDenied", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Caller_is_told_its_role_scope_and_name()
    {
        await using var guarded = await GuardedHost.StartAsync();
        using var viewer = guarded.Connect(guarded.Issue(Role.Viewer, new Scope("lab", "bed-2")));

        var told = await viewer.Client.WhoAmIAsync(new WhoAmIRequest(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(new WhoAmIResponse { Role = "viewer", Scope = new BedRef { Site = "lab", Bed = "bed-2" }, Name = "test" }, told);
    }

    [Fact]
    public async Task Every_method_on_a_bed_out_of_scope_is_refused_by_bed_and_by_study()
    {
        await using var guarded = await GuardedHost.StartAsync("Access:RefusalsPerMinute=1000");
        using var other = guarded.Connect(guarded.Issue(Role.Admin, new Scope("lab", "bed-2")));
        var byStudy = new NightRef { StudyId = GuardedHost.First.Id };

        var byBed = await EveryMethod.CallAsync(other.Client, FirstBed);
        var answers = await EveryMethod.CallAsync(other.Client, byStudy);

        // Those that name no night are refused by what they name, or answer for what is in scope only.
        string[] ofNights = ["GetNight", "GetWaveform", "GetEpochImage", "Override", "MarkLights", "AddNote"];
        Assert.All((string[])["Watch", "ListBeds", "ListNights", .. ofNights], method => Assert.Equal((method, StatusCode.PermissionDenied), (method, byBed[method])));
        Assert.All(ofNights, method => Assert.Equal((method, StatusCode.PermissionDenied), (method, answers[method])));
    }

    [Fact]
    public async Task Watcher_of_everything_sees_its_scope_only()
    {
        await using var guarded = await GuardedHost.StartAsync();
        using var scoped = guarded.Connect(guarded.Issue(Role.Viewer, new Scope("lab", "bed-2")));

        var beds = new HashSet<string>();
        using var call = scoped.Client.Watch(new WatchRequest(), cancellationToken: TestContext.Current.CancellationToken);
        await foreach (var message in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (message.SnapshotNight is { } night) beds.Add(night.Bed);
            if (message.Bed is { } bed) beds.Add(bed.Bed_);
            if (message.SnapshotEnd is not null) break;
        }
        var listed = await scoped.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken);
        var nights = await scoped.Client.ListNightsAsync(new ListNightsRequest(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["bed-2"], beds);
        Assert.Equal(["bed-2"], listed.Beds.Select(bed => bed.Bed_));
        Assert.All(nights.Nights, night => Assert.Equal("bed-2", night.Bed));
    }

    [Fact]
    public async Task Stream_ends_when_its_token_is_revoked()
    {
        await using var guarded = await GuardedHost.StartAsync();
        var (secret, id) = guarded.IssueNamed(Role.Viewer);
        using var watcher = guarded.Connect(secret);
        using var call = watcher.Client.Watch(new WatchRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        guarded.Store.Revoke(id, TimeProvider.System.GetUtcNow());

        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)) { }
        });
        Assert.Equal((StatusCode.Unauthenticated, "the token was revoked"), (refused.StatusCode, refused.Status.Detail));
    }

    [Fact]
    public async Task Peer_that_asks_too_much_is_refused_and_others_are_not()
    {
        await using var guarded = await GuardedHost.StartAsync("Access:CallBurst=20", "Access:CallsPerSecond=1", "Access:StreamsPerPeer=2");
        using var greedy = guarded.Connect(guarded.Issue(Role.Viewer));
        using var modest = guarded.Connect(guarded.Issue(Role.Viewer));

        var answers = new List<StatusCode>();
        for (var i = 0; i < 60; i++) answers.Add(await ListAsync(greedy));

        Assert.Contains(StatusCode.ResourceExhausted, answers);
        Assert.Equal(StatusCode.OK, await ListAsync(modest));
    }

    [Fact]
    public async Task Peer_holds_no_more_streams_than_it_may()
    {
        await using var guarded = await GuardedHost.StartAsync("Access:StreamsPerPeer=2");
        using var watcher = guarded.Connect(guarded.Issue(Role.Viewer));
        var calls = Enumerable.Range(0, 3)
            .Select(_ => watcher.Client.Watch(new WatchRequest(), cancellationToken: TestContext.Current.CancellationToken)).ToList();

        var opened = new List<bool>();
        foreach (var call in calls)
        {
            try
            {
                opened.Add(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.ResourceExhausted)
            {
                opened.Add(false);
            }
        }

        Assert.Equal(2, opened.Count(isOpen => isOpen));
        calls.ForEach(call => call.Dispose());
    }

    /// <summary>Libraries put all calls of a channel on one connection, and wait in silence where the server's HTTP/2 takes no more of them.</summary>
    [Fact]
    public async Task One_connection_carries_all_streams_that_a_peer_may_hold_and_the_next_is_refused_in_words()
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Access:StreamsPerPeer=130"]);
        using var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false };
        using var channel = GrpcChannel.ForAddress(host.Address, new GrpcChannelOptions { HttpHandler = handler });
        var client = new SleepMonitor.SleepMonitorClient(channel);
        var calls = new List<AsyncServerStreamingCall<WatchResponse>>();
        RpcException? refused = null;
        while (refused is null)
        {
            calls.Add(client.Watch(new WatchRequest { Beds = { new BedRef { Site = "lab" } } }, cancellationToken: TestContext.Current.CancellationToken));
            try
            {
                await calls[^1].ResponseStream.MoveNext(TestContext.Current.CancellationToken);
            }
            catch (RpcException refusal)
            {
                refused = refusal;
            }
        }

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.StartsWith("too many streams: 130 of one caller may be", refused.Status.Detail, StringComparison.Ordinal);
        Assert.InRange(calls.Count, 125, 131); // what the host itself watches counts for the same address
        await client.WhoAmIAsync(new WhoAmIRequest(), cancellationToken: TestContext.Current.CancellationToken);
        calls.ForEach(call => call.Dispose());
    }

    [Fact]
    public async Task Health_needs_no_token_and_metrics_do()
    {
        await using var guarded = await GuardedHost.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(guarded.Host.WebAddress) };

        var metrics = await http.GetAsync("/metrics", TestContext.Current.CancellationToken);
        http.DefaultRequestHeaders.Authorization = new("Bearer", guarded.Issue(Role.Viewer));
        var shown = await http.GetAsync("/metrics", TestContext.Current.CancellationToken);
        http.DefaultRequestHeaders.Authorization = null;
        var health = await http.GetAsync("/healthz", TestContext.Current.CancellationToken);

        Assert.Equal(
            (System.Net.HttpStatusCode.Unauthorized, System.Net.HttpStatusCode.OK), (metrics.StatusCode, shown.StatusCode));
        Assert.NotEqual(System.Net.HttpStatusCode.Unauthorized, health.StatusCode);
    }

    /// <summary>Routes match in any letters and with a slash behind; a gate that compares more strictly lets such calls by.</summary>
    [Fact]
    public async Task Path_needs_its_role_however_it_is_written()
    {
        await using var guarded = await GuardedHost.StartAsync("Access:RefusalsPerMinute=1000");
        using var http = new HttpClient();
        foreach (var path in (string[])["/STREAMING.V1.SLEEPMONITOR/LISTBEDS", "/streaming.v1.sleepmonitor/ListBeds", "/streaming.v1.SleepMonitor/listbeds/"])
            Assert.Equal((path, StatusCode.Unauthenticated), (path, await CallAsync(path, token: null)));
        foreach (var path in (string[])["/METRICS", "/metrics/", "/NIGHTS/lab/bed-1/report.html"])
        {
            var answer = await http.GetAsync(new Uri(guarded.Host.WebAddress + path), TestContext.Current.CancellationToken);
            Assert.Equal((path, System.Net.HttpStatusCode.Unauthorized), (path, answer.StatusCode));
        }
        // The viewer's role goes as far as ever, and no further.
        var viewer = guarded.Issue(Role.Viewer);
        Assert.Equal(StatusCode.OK, await CallAsync("/streaming.v1.SleepMonitor/listbeds", viewer));
        Assert.Equal(StatusCode.PermissionDenied, await CallAsync("/streaming.v1.SleepMonitor/override", viewer));

        async Task<StatusCode> CallAsync(string path, string? token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, guarded.Host.Address + path)
            {
                Version = System.Net.HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new("application/grpc") } }, // an empty message in its frame
            };
            if (token is not null) request.Headers.Authorization = new("Bearer", token);
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            var status = answer.Headers.TryGetValues("grpc-status", out var early) ? early : answer.TrailingHeaders.GetValues("grpc-status");
            return (StatusCode)int.Parse(status.Single(), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task Secret_is_nowhere_in_the_store()
    {
        await using var guarded = await GuardedHost.StartAsync();
        var secret = guarded.Issue(Role.Viewer);
        using (var connection = guarded.Connect(secret)) await ListAsync(connection);

        foreach (var file in Directory.EnumerateFiles(guarded.Host.Store, "access.db*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(secret["streaming_".Length..], await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    // A method whose room is not built yet, or a thing that is not there, is not a matter of access.
    private static void AssertLetThrough(string method, StatusCode status) =>
        Assert.True(status is StatusCode.OK or StatusCode.Unimplemented or StatusCode.NotFound, $"{method}: {status}");

    private static async Task<StatusCode> ListAsync(Streaming.Client.MonitorConnection connection)
    {
        try
        {
            await connection.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken);
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }
}
