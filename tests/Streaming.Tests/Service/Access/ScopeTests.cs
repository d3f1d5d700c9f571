using Streaming.Service.Access;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Tests.Service.Access;

/// <summary>What a token reaches, needs and outlasts, without a host.</summary>
public sealed class ScopeTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-scope-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "", "lab", "bed-1", true)]
    [InlineData("", "", "lab", "", true)]
    [InlineData("", "", "", "", true)]
    [InlineData("lab", "", "lab", "bed-1", true)]
    [InlineData("lab", "", "lab", "", true)]
    [InlineData("lab", "", "", "", false)]
    [InlineData("lab", "", "other", "bed-1", false)]
    [InlineData("lab", "bed-1", "lab", "bed-1", true)]
    [InlineData("lab", "bed-1", "lab", "bed-2", false)]
    [InlineData("lab", "bed-1", "other", "bed-1", false)]
    [InlineData("lab", "bed-1", "lab", "", false)] // the whole site is more than its bed
    public void A_scope_covers_no_more_than_it_names(string site, string bed, string askedSite, string askedBed, bool isCovered)
    {
        Assert.Equal(isCovered, new Scope(site, bed).Covers(new BedRef { Site = askedSite, Bed = askedBed }));
        if (askedBed.Length > 0) Assert.Equal(isCovered, new Scope(site, bed).Covers(new BedKey(askedSite, askedBed)));
    }

    [Fact]
    public void What_is_new_needs_the_highest_role_and_is_audited()
    {
        Assert.All((string[])["/streaming.v1.SleepMonitor/New", "/streaming.v1.New/Do", "/new", "/metrics/new", ""], route =>
        {
            Assert.Equal(Role.Admin, MethodRoles.Of(route));
            Assert.True(MethodRoles.IsAudited(route));
        });
        Assert.False(MethodRoles.IsAudited("/streaming.v1.SleepMonitor/Watch"));
    }

    [Fact]
    public void A_token_is_good_until_the_instant_it_expires_and_never_after_it_was_revoked()
    {
        var grant = Grant("1");
        Assert.Null(grant.FaultAt(grant.Expires.AddTicks(-1)));
        Assert.Equal("the token has expired", grant.FaultAt(grant.Expires));
        Assert.Equal("the token was revoked", (grant with { Revoked = s_now.AddDays(1) }).FaultAt(s_now));
    }

    [Fact]
    public void A_token_is_revoked_once_and_the_first_time_stands()
    {
        using var store = AccessStore.Open(_folder);
        store.Add(Grant("1"), "secret");
        Assert.True(store.Revoke("1", s_now.AddHours(1)));
        Assert.False(store.Revoke("1", s_now.AddHours(2)));
        Assert.False(store.Revoke("2", s_now));
        Assert.Equal(s_now.AddHours(1), store.Find("1")!.Revoked);
    }

    private static TokenGrant Grant(string id) => new(id, "station", Role.Viewer, Scope.Everything, s_now, s_now.AddDays(1), null);
}
