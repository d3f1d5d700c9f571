using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Streaming.Service.Access;
using Streaming.Tests.Parts.Grpc;

namespace Streaming.Tests.Service.Access;

public sealed class TokenWatchTests : IDisposable
{
    private static readonly DateTimeOffset s_issued = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-tokens-").FullName;
    private readonly FakeTimeProvider _time = new(s_issued);
    private readonly LogLines _lines = new();
    private readonly AccessStore _store;

    public TokenWatchTests() => _store = AccessStore.Open(_folder);

    public void Dispose()
    {
        _store.Dispose();
        _lines.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_token_is_named_from_two_weeks_before_its_end_on_until_it_has_a_successor()
    {
        Issue("00000001", "station 3", 90);
        Assert.Empty(SaidAfter(75));
        Assert.Contains("00000001 'station 3' expires at 2026-11-30 12:00Z", Assert.Single(SaidAfter(77)), StringComparison.Ordinal);
        Issue("00000002", "station 4", 90); // another's
        Assert.Single(SaidAfter(78));

        Issue("00000003", "station 3", 90);

        Assert.Empty(SaidAfter(79));
        Assert.Empty(SaidAfter(91)); // over: whoever calls is told
    }

    [Fact]
    public void A_token_that_was_revoked_or_made_for_a_few_days_is_not_named()
    {
        Issue("00000001", "for a day", 1);
        Issue("00000002", "lost", 90);
        _store.Revoke("00000002", s_issued);

        Assert.Empty(SaidAfter(0));
        Assert.Empty(SaidAfter(80));
    }

    private void Issue(string id, string name, int days) =>
        _store.Add(new TokenGrant(id, name, Role.Technologist, new Scope("lab", ""), _time.GetUtcNow(), _time.GetUtcNow().AddDays(days), null), TokenSecret.Create());

    private List<string> SaidAfter(int days)
    {
        _time.SetUtcNow(s_issued.AddDays(days));
        _lines.Seen.Clear();
        using var watch = new TokenWatch(_store, _time, new Logger<TokenWatch>(_lines));
        watch.Look();
        return _lines.Seen.ConvertAll(line => line.Text);
    }
}
