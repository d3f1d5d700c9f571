using Microsoft.Data.Sqlite;
using Streaming.Service;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

/// <summary>A night in mid-way goes on from a store of an older version, and a store of a newer one is refused in words.</summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-upgrade-").FullName;
    private readonly TestStudy _study = new(300, seed: 95);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Night_goes_on_from_a_store_of_the_first_version()
    {
        await LeaveInMidNightAsync();
        Change(
            state =>
            {
                // The first version knew neither alternatives nor quality, whose length stands at the end.
                var rest = BitConverter.ToInt32(state, state.Length - sizeof(int));
                var first = state[..^(rest + sizeof(int))];
                first[0] = 1;
                return first;
            },
            "DROP TABLE evidence_states; DROP TABLE study_models; DROP TABLE night_changes; DROP TABLE marks; DROP TABLE signatures; DROP TABLE recordings; DROP TABLE forgotten");

        await using var after = await ServiceHost.StartAsync(store: _folder);
        await after.FeedAsync("bed-1", _study.Blocks().Skip(195)); // the broker delivers again what it is not sure of
        await after.FeedAsync("bed-1", "event", _study.End());

        var night = await after.EndedNightAsync(_study.Id);
        var expected = OfflineReports.Of(_study, "bed-1", new InkStager());
        Assert.Equal(expected.Select(Decided), OfflineReports.Comparable(night.Reports).Select(Decided));
        Assert.All(night.Accounts, account => Assert.Equal(account.Expected, account.Received + account.Backfilled));
    }

    [Fact]
    public async Task State_of_a_newer_version_ends_the_start_with_a_sentence()
    {
        await LeaveInMidNightAsync();
        Change(state => [99, .. state[1..]], "");

        var refusal = await Assert.ThrowsAsync<StoreDamagedException>(() => ServiceHost.StartAsync(store: _folder));

        Assert.Contains("lab/bed-1", StartRefusal.Of(refusal), StringComparison.Ordinal);
        Assert.Contains("Session state has version 99", StartRefusal.Of(refusal), StringComparison.Ordinal);
    }

    private static (long, Revision, Stage, string, double, bool) Decided(StageReport report) =>
        (report.Epoch, report.Revision, report.Stage, report.Probabilities.ToString(), report.Confidence, report.Calibrating);

    private async Task LeaveInMidNightAsync()
    {
        await using var host = await ServiceHost.StartAsync(store: _folder);
        await host.FeedAsync("bed-1", "study", _study.Descriptor);
        await host.FeedAsync("bed-1", _study.Blocks().Take(200));
        await host.WatchUntilAsync(seen => seen.Any(item => item.Report is { Epoch: 4 } || item.SnapshotNight?.Reports.Any(report => report.Epoch == 4) == true));
    }

    private void Change(Func<byte[], byte[]> session, string further)
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(_folder, "nights.db")};Pooling=false");
        store.Open();
        store.CreateFunction("changed", session);
        using var command = store.CreateCommand();
        command.CommandText = $"UPDATE states SET session = changed(session); {further}";
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
