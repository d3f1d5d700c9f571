using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Streaming.Service.Access;
using Streaming.Tests.Interop.Browser;

namespace Streaming.Tests.Interop.Proxy;

/// <summary>The station's page in a browser, through a genuine nginx with the file of deploy/.</summary>
[Collection<BrowserCollection>]
public sealed class ProxyPageTests
{
    private const int Epochs = 60;

    [Fact]
    public async Task Page_goes_on_whole_through_a_proxy_that_is_reloaded_and_restarted()
    {
        await using var ward = await PageWard.StartAsync("Serving:Proxies=127.0.0.1");
        await using var proxy = await NginxProxy.StartAsync(ward.Host.Address, ward.Host.WebAddress);
        await using var page = Open(proxy);
        ward.Play("bed-1", beds: 1, Epochs, speed: 120, seed: 41);
        await EnterAsync(page, proxy.Address + "/#/bed/lab/bed-1", ward.Issue(Role.Technologist));
        await SeesAsync(page, 5);

        proxy.Reload();
        await SeesAsync(page, 20);
        await proxy.StopAsync();
        await page.WaitAsync(".banner.stale");
        await proxy.StartAgainAsync();
        await page.WaitAsync(".link-live");
        await SeesAsync(page, Epochs);

        Assert.Equal("0", await page.AttributeAsync(".bed", "data-holes"));
        Assert.Equal("0", await page.AttributeAsync(".bed", "data-repeated"));
    }

    [Fact]
    public async Task Page_works_under_a_path_of_its_own()
    {
        var install = await File.ReadAllTextAsync(Repository.At("docs", "install.md"), TestContext.Current.CancellationToken);
        var block = Regex.Match(install, "```\\n(location /sleep/ .*?)```", RegexOptions.Singleline).Groups[1].Value;
        Assert.NotEmpty(block);
        await using var ward = await PageWard.StartAsync("Serving:Proxies=127.0.0.1");
        await ward.PlayToTheEndAsync("bed-1", epochs: 12, seed: 42);
        await using var proxy = await NginxProxy.StartAsync(ward.Host.Address, ward.Host.WebAddress, block);
        await using var page = Open(proxy);

        await EnterAsync(page, proxy.Address + "/sleep/#/bed/lab/bed-1", ward.Issue(Role.Technologist));
        await SeesAsync(page, 12);
        var calls = await page.EvaluateAsync("performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)");

        Assert.All(calls.EnumerateArray(), path => Assert.StartsWith("/sleep/", path.GetString(), StringComparison.Ordinal));
        await page.AssertQuietAsync();
    }

    /// <summary>In a browser that knows the proxy's certificate, as one does that has the house's authority.</summary>
    private static BrowserPage Open(NginxProxy proxy)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(proxy.CertificateFile);
        return BrowserPage.Open(trusted: Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo())));
    }

    private static async Task EnterAsync(BrowserPage page, string url, string token)
    {
        await page.GoAsync(url);
        await page.FillAsync("dialog input", token);
        await page.PressAsync("Enter");
        await page.WaitAsync(".link-live");
        await page.ForgiveAsync(); // a browser logs each refused call
    }

    private static Task SeesAsync(BrowserPage page, int epochs) => page.UntilAsync($"Number(document.querySelector('.bed')?.dataset.epochs) >= {epochs}");
}
