using Streaming.Service.Access;

namespace Streaming.Tests.Service.Access;

/// <summary>Whoever mistypes a store's folder must not be told that nobody may call.</summary>
public sealed class TokenCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-token-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("token list")]
    [InlineData("token revoke 01234567")]
    [InlineData("audit")]
    public async Task Where_there_is_no_store_it_is_said_and_none_is_made(string line)
    {
        var none = Path.Combine(_folder, "none");
        foreach (var place in (string[])[none, _folder])
        {
            var (status, output, error) = await ProgramProcess.RunAsync("Streaming.Service", [.. line.Split(' '), "--store", place]);
            Assert.Equal((1, ""), (status, output));
            Assert.Equal($"There is no store with tokens in '{place}': it has no access.db. A service's first start makes one, and so does token issue.\n", error);
        }
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task First_token_can_be_issued_before_the_service_was_ever_started()
    {
        var store = Path.Combine(_folder, "new");
        Assert.Equal(0, await CommandAsync("token", "issue", "--name", "station 3", "--store", store));
        Assert.Equal(0, await CommandAsync("token", "list", "--store", store));
        using var tokens = AccessStore.OpenExisting(store);
        Assert.Equal(0, await CommandAsync("token", "revoke", Assert.Single(tokens.All()).Id, "--store", store));
    }

    private static Task<int> CommandAsync(params string[] words) =>
        new StoreCommand(TimeProvider.System, "store").Build().Parse(words).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);
}
