using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Service.Access;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

/// <summary>One night is deleted, and no other knows it: <c>forget</c>.</summary>
public sealed class ForgetTests : IDisposable
{
    private const string Pseudonym = "pseudonym-4711", Note = "a note about nobody else";
    private readonly string _store = Directory.CreateTempSubdirectory("streaming-forget-").FullName;
    private readonly TestStudy _gone = new(120, seed: 701);
    private readonly TestStudy _other = new(300, seed: 702);

    public ForgetTests() => _gone.Descriptor.Pseudonym = Pseudonym;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public async Task Nothing_of_a_deleted_night_is_left_and_the_other_goes_on_bit_for_bit()
    {
        await RecordAsync();
        var before = Journal().Where(kept => kept.Payload.Contains(_other.Id, StringComparison.Ordinal)).ToList();
        Assert.Equal(3, FilesWith(Pseudonym).Count); // night log, recording, journal: what the search below is worth
        Assert.NotEmpty(FilesWith(Note));

        Assert.Equal(0, await ForgetAsync(_gone.Id));

        Assert.Empty(FilesWith(Pseudonym));
        Assert.Empty(FilesWith(Note));
        Assert.Empty(FilesWith(Encoding.Latin1.GetString(_gone.Block(50, 51).Channels[0].Samples.ToByteArray())));
        Assert.Equal(["access.db", "nights.db"], FilesWith(_gone.Id));
        Assert.All(StudyTables(), table => Assert.Equal(0L, Count(table)));
        Assert.Equal(before, Journal().Where(kept => kept.Payload.Contains(_other.Id, StringComparison.Ordinal)));
        Assert.All(Audit(), entry => Assert.Equal(("forget", "command line, J. Doe", $"study {_gone.Id} deleted"), entry));
        Assert.Single(Audit());

        await using var host = await ServiceHost.StartAsync(store: _store);
        await host.FeedAsync("bed-2", _other.Blocks().Skip(200));
        await host.FeedAsync("bed-2", "event", _other.End());
        Assert.Equal(OfflineReports.Of(_other, "bed-2", new InkStager()), OfflineReports.Comparable((await host.EndedNightAsync(_other.Id)).Reports));
    }

    [Fact]
    public async Task Deleted_study_is_not_taken_again_and_its_bed_shows_none()
    {
        var token = await RecordAsync();
        Assert.Equal(0, await ForgetAsync(_gone.Id));
        await using var host = await ServiceHost.StartAsync(store: _store);
        // What broker and gateway may still have of it.
        await host.FeedAsync("bed-1", _gone);

        var refused = (await BedAsync(host, "bed-1")).Advisories.Single(advisory => advisory.Cause == "study-deleted");
        Assert.Equal((BedState.Idle, ""), ((await BedAsync(host, "bed-1")).State, (await BedAsync(host, "bed-1")).StudyId));
        Assert.Contains(_gone.Id, refused.Text, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.GetNightAsync(
            new GetNightRequest { Night = new NightRef { StudyId = _gone.Id } }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
        // Who watched before still shows the night: it begins anew.
        var seen = await host.WatchUntilAsync(items => items.Any(item => item.SnapshotEnd is not null), new WatchRequest { Resume = token });
        Assert.True(seen[0].SnapshotBegin.Reset);
        Assert.DoesNotContain(seen, item => item.SnapshotNight?.Study.StudyId == _gone.Id);
        // A new night at the bed is one like any other.
        var next = new TestStudy(60, seed: 703);
        await host.FeedAsync("bed-1", next);
        Assert.Equal(2, (await host.EndedNightAsync(next.Id)).Reports.Count(report => report.Revision == Revision.Final));
    }

    [Theory]
    [InlineData("blanking")]
    [InlineData("writing")]
    public async Task Deletion_that_was_killed_is_finished_by_the_same_command(string killedBefore)
    {
        await RecordAsync();
        var erasure = new StudyErasure(_store, TimeProvider.System);
        erasure.Begins += step => { if (step.StartsWith(killedBefore, StringComparison.Ordinal)) throw new OperationCanceledException(); };
        await Assert.ThrowsAsync<OperationCanceledException>(() => erasure.EraseAsync(Guid.Parse(_gone.Id), "first", TestContext.Current.CancellationToken));
        TearOneRecord();
        await using (var host = await ServiceHost.StartAsync(store: _store)) // somebody starts the service instead
        {
            await host.FeedAsync("bed-1", "study", _gone.Descriptor);
            await host.FeedAsync("bed-2", _other.Blocks().Skip(200).Take(10));
        }
        await File.WriteAllBytesAsync(Path.Combine(_store, "nights.db.part"), new byte[4096], TestContext.Current.CancellationToken); // as far as it had come

        Assert.Equal(0, await ForgetAsync(_gone.Id));

        Assert.Empty(FilesWith(Pseudonym));
        Assert.Empty(FilesWith(Encoding.Latin1.GetString(_gone.Block(50, 51).Channels[0].Samples.ToByteArray())));
        Assert.Empty(Directory.GetFiles(_store, "*.part", SearchOption.AllDirectories));
        var damaged = 0;
        _ = new JournalReader(Path.Combine(_store, "journal"), 0, long.MaxValue, (_, _) => damaged++).Read().Count();
        Assert.Equal(0, damaged);
        Assert.Equal(0, await ForgetAsync(_gone.Id)); // and again, for nothing
        Assert.Single(Audit());
    }

    [Fact]
    public async Task Damage_that_names_the_study_is_blanked_too()
    {
        await RecordAsync();
        TearOneRecord();
        Assert.Equal(0, await ForgetAsync(_gone.Id));
        Assert.Equal(["access.db", "nights.db"], FilesWith(_gone.Id));
    }

    [Fact]
    public async Task Running_service_open_study_unknown_id_and_missing_store_are_refused_and_nothing_is_touched()
    {
        await using (var host = await ServiceHost.StartAsync(store: _store))
        {
            await host.FeedAsync("bed-1", "study", _gone.Descriptor);
            await host.FeedAsync("bed-1", _gone.Blocks().Take(100));
            await host.WatchUntilAsync(seen => seen.Any(item => item.Report is not null || item.SnapshotNight?.Reports.Count > 0));
            Assert.Equal(1, await ForgetAsync(_gone.Id));
            await Assert.ThrowsAsync<StoreInUseException>(
                () => new StudyErasure(_store, TimeProvider.System).EraseAsync(Guid.Parse(_gone.Id), "x", TestContext.Current.CancellationToken));
        }
        var before = Journal();
        Assert.Contains("still runs at lab/bed-1", (await RefusalAsync(_gone.Id)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no study", (await RefusalAsync(Guid.NewGuid().ToString())).Message, StringComparison.Ordinal);
        Assert.Equal(before, Journal());
        Assert.Equal(1, await new StoreCommand(TimeProvider.System, Path.Combine(_store, "none")).Build().Parse(["forget", _gone.Id, "--by", "x"])
            .InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Path.Combine(_store, "none")));
        Assert.NotEqual(0, await Command().Parse(["forget", _gone.Id]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken)); // by nobody
    }

    /// <summary>One night that is over, with a recording, a note and a mark, and one that goes on at the other bed.</summary>
    /// <returns>What a watcher who saw all of it resumes with.</returns>
    private async Task<ResumeToken> RecordAsync()
    {
        await using var host = await ServiceHost.StartAsync(store: _store);
        await host.FeedAsync("bed-1", "study", _gone.Descriptor);
        await host.FeedAsync("bed-2", "study", _other.Descriptor);
        foreach (var (first, second) in _gone.Blocks().Zip(_other.Blocks()))
        {
            await host.FeedAsync("bed-1", "samples", first);
            await host.FeedAsync("bed-2", "samples", second);
        }
        await host.FeedAsync("bed-1", "status", new GatewayStatus { Online = true, Software = "test", StudyId = _gone.Id });
        await host.FeedAsync("bed-1", "event", _gone.End());
        await host.FeedAsync("bed-2", _other.Blocks().Skip(120).Take(80));
        await host.EndedNightAsync(_gone.Id);
        await host.Client.AddNoteAsync(
            new AddNoteRequest { Night = new NightRef { StudyId = _gone.Id }, AtSeconds = new Rational { Numerator = 5, Denominator = 1 }, Text = Note, Author = "rt" },
            cancellationToken: TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<NightRecorder>().RecordAsync(TestContext.Current.CancellationToken);
        var log = host.Services.GetRequiredService<NightLog>();
        return new ResumeToken { StoreId = log.StoreId, CommitSequence = (ulong)log.LatestSequence };
    }

    /// <summary>Overwrites the second half of one of the study's records, as a power cut may.</summary>
    private void TearOneRecord()
    {
        var file = Directory.GetFiles(Path.Combine(_store, "journal")).Order(StringComparer.Ordinal).First();
        var place = new JournalReader(Path.Combine(_store, "journal"), 0, long.MaxValue, (_, _) => { }).Read()
            .Where(kept => kept.Record.Kind is JournalRecordKind.Samples or JournalRecordKind.Erased && kept.Record.Bed != "bed-2").ElementAt(30);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        stream.Position = place.Offset + ((place.NextOffset - place.Offset) / 2);
        stream.Write(new byte[20]);
    }

    private System.CommandLine.RootCommand Command() => new StoreCommand(TimeProvider.System, _store).Build();

    private Task<int> ForgetAsync(string study) => Command().Parse(["forget", study, "--by", " J. Doe "]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

    private Task<ErasureRefusedException> RefusalAsync(string study) => Assert.ThrowsAsync<ErasureRefusedException>(
        () => new StudyErasure(_store, TimeProvider.System).EraseAsync(Guid.Parse(study), "x", TestContext.Current.CancellationToken));

    private List<(long Offset, string Payload)> Journal() =>
    [
        .. new JournalReader(Path.Combine(_store, "journal"), 0, long.MaxValue, (_, _) => { }).Read()
            .Select(kept => (kept.Offset, Encoding.Latin1.GetString(kept.Record.Payload.Span))),
    ];

    private List<string> FilesWith(string text) =>
    [
        .. Directory.GetFiles(_store, "*", SearchOption.AllDirectories).Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.Latin1.GetBytes(text)) >= 0)
            .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Also those that come to be after this test was written.</summary>
    private List<string> StudyTables() => Query(
        """
        SELECT name FROM sqlite_master AS t WHERE type = 'table' AND name <> 'forgotten'
            AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE name = 'study_id')
        """, row => row.GetString(0));

    private long Count(string table) => Query($"SELECT count(*) FROM {table} WHERE study_id = '{_gone.Id}'", row => row.GetInt64(0)).Single();

    private List<T> Query<T>(string sql, Func<Microsoft.Data.Sqlite.SqliteDataReader, T> read)
    {
        using var statements = new SqliteStatements(NightLogSchema.Connect(Path.Combine(_store, "nights.db"), readOnly: true));
        return statements.Query(sql, read);
    }

    private List<(string Action, string Peer, string Outcome)> Audit()
    {
        using var access = AccessStore.Open(_store);
        return [.. access.AuditTail(10).Where(entry => entry.Action == "forget").Select(entry => (entry.Action, entry.Peer, entry.Outcome))];
    }

    private static async Task<Bed> BedAsync(ServiceHost host, string bed) =>
        (await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds.Single(one => one.Bed_ == bed);
}
