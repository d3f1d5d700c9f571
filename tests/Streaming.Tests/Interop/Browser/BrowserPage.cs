using System.Text.Json;
using Streaming.Tests.Interop.Mqtt;

namespace Streaming.Tests.Interop.Browser;

/// <summary>A page in a real Chromium, driven by playwright-core (peers/browser-driver.mjs). Skips the test where either is missing.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private static readonly string Peers = Repository.At("tests", "Streaming.Tests", "Interop", "peers");
    private readonly PeerProcess _driver;

    private BrowserPage(PeerProcess driver) => _driver = driver;

    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    /// <param name="trusted">SHA-256 in base 64 of the key of a server that it takes for trusted; null: none beyond the machine's.</param>
    public static BrowserPage Open(int width = 1920, int height = 1080, string? trusted = null)
    {
        foreach (var package in (string[])["playwright-core", "axe-core"])
        {
            if (!Directory.Exists(Path.Combine(Peers, "node_modules", package)))
                Assert.Skip($"npm package {package} is not installed; run npm ci in tests/Streaming.Tests/Interop/peers.");
        }
        if (MosquittoBroker.FindProgram("chromium") is not { } chromium)
        {
            Assert.Skip("chromium is not installed: bash deploy/prerequisites.sh --tests");
            throw new System.Diagnostics.UnreachableException();
        }
        return new BrowserPage(PeerProcess.StartIn(Peers, "node", "browser-driver.mjs", chromium, $"{width}", $"{height}", trusted ?? ""));
    }

    /// <param name="url">Of the page.</param>
    /// <param name="ownsClock">The page's clock can be put forward.</param>
    public Task GoAsync(string url, bool ownsClock = false) => AskAsync(new { @do = "open", url, clock = ownsClock });

    public Task ClickAsync(string selector) => AskAsync(new { @do = "click", selector });

    public Task PressAsync(string key) => AskAsync(new { @do = "press", key });

    public Task FillAsync(string selector, string text) => AskAsync(new { @do = "fill", selector, text });

    public Task SelectAsync(string selector, string value) => AskAsync(new { @do = "select", selector, value });

    public Task ChooseFileAsync(string selector, string path) => AskAsync(new { @do = "choose", selector, path });

    public Task WaitAsync(string selector) => AskAsync(new { @do = "wait", selector });

    public Task GoneAsync(string selector) => AskAsync(new { @do = "wait", selector, state = "detached" });

    /// <summary>Until a JavaScript expression is true.</summary>
    public Task UntilAsync(string script) => AskAsync(new { @do = "until", script });

    public async Task<string> TextAsync(string selector) => (await AskAsync(new { @do = "text", selector })).GetString()!;

    public async Task<string?> AttributeAsync(string selector, string name) => (await AskAsync(new { @do = "attribute", selector, name })).GetString();

    public async Task<int> CountAsync(string selector) => (await AskAsync(new { @do = "count", selector })).GetInt32();

    public Task<JsonElement> EvaluateAsync(string script) => AskAsync(new { @do = "evaluate", script });

    public Task ResizeAsync(int width, int height) => AskAsync(new { @do = "size", width, height });

    /// <summary>As if the machine had slept: timers fire once, and the clock has moved on.</summary>
    public Task SleepAsync(TimeSpan time) => AskAsync(new { @do = "forward", milliseconds = time.TotalMilliseconds });

    public async Task<string> DownloadAsync(string selector, string path) => (await AskAsync(new { @do = "download", selector, path })).GetString()!;

    /// <summary>What the tab says that a click opens.</summary>
    public async Task<string> TabTextAsync(string selector, string? shot = null) => (await AskAsync(new { @do = "popup", selector, shot })).GetString()!;

    /// <summary>For people: kept where STREAMING_SHOTS names a folder.</summary>
    public async Task ShotAsync(string name)
    {
        if (ShotPath(name) is { } path) await AskAsync(new { @do = "shot", path });
    }

    public static string? ShotPath(string name) =>
        Environment.GetEnvironmentVariable("STREAMING_SHOTS") is { Length: > 0 } folder ? Path.Combine(folder, name + ".png") : null;

    /// <summary>No serious or critical violation of axe-core's rules.</summary>
    public async Task AssertAccessibleAsync() => Assert.Empty(Strings(await AskAsync(new { @do = "axe" })));

    /// <summary>Nothing in the console, and nothing asked for from anywhere else.</summary>
    public async Task AssertQuietAsync()
    {
        Assert.Empty(Strings(await AskAsync(new { @do = "errors" })));
        Assert.Empty(Strings(await AskAsync(new { @do = "elsewhere" })));
    }

    /// <summary>Forgets errors that were meant to be.</summary>
    public Task ForgiveAsync() => AskAsync(new { @do = "errors" });

    public async Task<PageLoad> LoadAsync()
    {
        var load = await AskAsync(new { @do = "load" });
        return new PageLoad(load.GetProperty("thread").GetDouble(), load.GetProperty("wall").GetDouble(), load.GetProperty("heap").GetInt64());
    }

    public async ValueTask DisposeAsync()
    {
        await _driver.Input.WriteLineAsync("""{"do":"close"}""");
        await _driver.Input.FlushAsync(CancellationToken.None);
        await _driver.FinishAsync(CancellationToken.None);
        await _driver.DisposeAsync();
    }

    private async Task<JsonElement> AskAsync(object command)
    {
        await _driver.Input.WriteLineAsync(JsonSerializer.Serialize(command));
        await _driver.Input.FlushAsync(TestContext.Current.CancellationToken);
        var line = await _driver.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(line.StartsWith('{'), line);
        var answer = JsonDocument.Parse(line).RootElement;
        Assert.False(answer.TryGetProperty("error", out var error), error.ToString());
        return answer.GetProperty("value");
    }

    private static IEnumerable<string?> Strings(JsonElement list) => list.EnumerateArray().Select(item => item.GetString());
}
