using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Google.Protobuf;
using Grpc.Core;
using Streaming.Client;
using Streaming.V1;

namespace Streaming.Tests.Service.Serving;

/// <summary>One port speaks TLS for all: whom it convinces, whom it demands a certificate of, and what it will not speak.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-tls-").FullName;
    private readonly TestAuthority _authority;

    public TlsTests() => _authority = new TestAuthority(_folder);

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Grpc_and_grpc_web_share_the_port_with_the_page()
    {
        await using var host = await StartAsync(_authority.Issue("server"));
        using var connection = Connect(host, _authority.File);
        using var web = new HttpClient(Trusting()) { BaseAddress = new Uri(host.Address) };

        var beds = await connection.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken);
        using var framed = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { ContentType = new("application/grpc-web+proto") } };
        var answer = await web.PostAsync("/streaming.v1.SleepMonitor/ListBeds", framed, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var metrics = await web.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.Equal(new Version(1, 1), answer.Version); // as a browser without HTTP/2 would
        Assert.Equal(beds, ListBedsResponse.Parser.ParseFrom(body.AsSpan(5, beds.CalculateSize())));
        Assert.Contains("streaming_ready", metrics, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^streaming_certificate_days_left 4\.9", metrics);
    }

    [Fact]
    public async Task Client_refuses_a_service_of_another_authority()
    {
        await using var host = await StartAsync(_authority.Issue("server"));
        using var other = new TestAuthority(_folder, "other");
        await AssertRefusedAsync(Connect(host, other.File));
        await AssertRefusedAsync(Connect(host, null));
    }

    [Fact]
    public async Task Client_refuses_a_certificate_that_has_expired()
    {
        await using var host = await StartAsync(_authority.Issue("server", days: -1));
        await AssertRefusedAsync(Connect(host, _authority.File));
    }

    [Theory]
    [InlineData("-tls1")]
    [InlineData("-tls1_1")]
    public async Task Service_refuses_a_protocol_older_than_tls_1_2(string version)
    {
        await using var host = await StartAsync(_authority.Issue("server"));
        var address = new Uri(host.Address).Authority;

        var (_, modern) = await OpenSslAsync(address, "-tls1_2");
        var (status, old) = await OpenSslAsync(address, version, "-cipher", "ALL:@SECLEVEL=0");

        Assert.Contains("Protocol  : TLSv1.2", modern, StringComparison.Ordinal);
        Assert.NotEqual(0, status);
        Assert.Contains("alert protocol version", old, StringComparison.Ordinal); // the service's answer, not the client's own refusal
    }

    [Fact]
    public async Task Service_speaks_no_plain_text_on_its_tls_port()
    {
        await using var host = await StartAsync(_authority.Issue("server"));
        var plain = new Uri(new UriBuilder(host.Address) { Scheme = "http" }.ToString());
        using var connection = new MonitorConnection(new MonitorOptions { Address = plain }, TimeProvider.System);
        await AssertRefusedAsync(connection);
    }

    [Fact]
    public async Task Renewed_certificate_is_shown_without_a_restart_and_a_broken_one_is_not()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var first = _authority.Issue("server");
        var certificate = new Streaming.Service.Serving.ServerCertificate(
            new Streaming.Service.Serving.ServingOptions { CertificateFile = first.Certificate, KeyFile = first.Key }, clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        Assert.Equal(first.SerialNumber, Shown(certificate));

        var second = _authority.Issue("server");
        File.SetLastWriteTimeUtc(second.Certificate, File.GetLastWriteTimeUtc(second.Certificate).AddSeconds(10));
        Assert.Equal(first.SerialNumber, Shown(certificate)); // looked at once a second
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(second.SerialNumber, Shown(certificate));

        var third = _authority.Issue("third"); // copied over in two steps: between them the key is the old certificate's
        File.Copy(third.Certificate, second.Certificate, overwrite: true);
        File.SetLastWriteTimeUtc(second.Certificate, File.GetLastWriteTimeUtc(second.Certificate).AddSeconds(15));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(second.SerialNumber, Shown(certificate));
        File.Copy(third.Key, second.Key, overwrite: true);
        File.SetLastWriteTimeUtc(second.Key, File.GetLastWriteTimeUtc(second.Key).AddSeconds(15));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(third.SerialNumber, Shown(certificate));

        await File.WriteAllTextAsync(second.Certificate, "half a certif", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(second.Certificate, File.GetLastWriteTimeUtc(second.Certificate).AddSeconds(20));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(third.SerialNumber, Shown(certificate));
    }

    [Fact]
    public async Task Client_without_a_certificate_is_refused_when_one_is_demanded()
    {
        await using var host = await StartAsync(_authority.Issue("server"), $"Serving:ClientAuthorityFile={_authority.File}");
        var (certificate, key, _) = _authority.Issue("station");
        using var other = new TestAuthority(_folder, "other");
        var (wrong, wrongKey, _) = other.Issue("stranger");

        using var shown = Connect(host, _authority.File, certificate, key);
        Assert.NotNull(await shown.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken));
        await AssertRefusedAsync(Connect(host, _authority.File));
        await AssertRefusedAsync(Connect(host, _authority.File, wrong, wrongKey));
    }

    /// <summary>A station on the wall runs for longer than its certificate is good.</summary>
    [Fact]
    public async Task Renewed_certificate_of_a_station_is_shown_with_its_next_connection()
    {
        await using var host = await StartAsync(_authority.Issue("server"), $"Serving:ClientAuthorityFile={_authority.File}");
        using var other = new TestAuthority(_folder, "other");
        var (certificate, key, _) = other.Issue("station");
        using var connection = Connect(host, _authority.File, certificate, key);
        var refused = await Assert.ThrowsAsync<RpcException>(AskAsync);
        Assert.True(refused.StatusCode is StatusCode.Unavailable or StatusCode.Internal, refused.Status.ToString());

        var renewed = _authority.Issue("renewed");
        File.Copy(renewed.Certificate, certificate, overwrite: true); // and not yet its key
        await Assert.ThrowsAsync<RpcException>(AskAsync);
        File.Copy(renewed.Key, key, overwrite: true);
        Assert.NotNull(await AskAsync());

        async Task<ListBedsResponse> AskAsync() => await connection.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Token_is_not_sent_in_the_clear_beyond_loopback()
    {
        var options = new MonitorOptions { Address = new Uri("http://192.0.2.1:5101"), Token = "streaming_x" };
        var refused = Assert.Throws<ArgumentException>(() => new MonitorConnection(options, TimeProvider.System));
        Assert.Contains("in the clear", refused.Message, StringComparison.Ordinal);
    }

    private static Task<ServiceHost> StartAsync((string Certificate, string Key, string) identity, params string[] settings) => ServiceHost.StartAsync(
        settings: [$"Serving:CertificateFile={identity.Certificate}", $"Serving:KeyFile={identity.Key}", .. settings]);

    private static MonitorConnection Connect(ServiceHost host, string? authority, string? certificate = null, string? key = null) => new(
        new MonitorOptions
        {
            Address = new Uri(host.Address),
            CertificateAuthorityFile = authority,
            ClientCertificateFile = certificate,
            ClientKeyFile = key,
        },
        TimeProvider.System);

    private SocketsHttpHandler Trusting()
    {
        var handler = new SocketsHttpHandler();
        var policy = new System.Security.Cryptography.X509Certificates.X509ChainPolicy
        {
            TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
            RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(_authority.File);
        handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        return handler;
    }

    private static string Shown(Streaming.Service.Serving.ServerCertificate certificate) =>
        certificate.ForConnection().ServerCertificateContext!.TargetCertificate.SerialNumber;

    private static async Task AssertRefusedAsync(MonitorConnection connection)
    {
        using (connection)
        {
            var refused = await Assert.ThrowsAsync<RpcException>(async () =>
                await connection.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken));
            Assert.True(refused.StatusCode is StatusCode.Unavailable or StatusCode.Internal, refused.Status.ToString());
        }
    }

    private static async Task<(int Status, string Output)> OpenSslAsync(string address, params string[] arguments)
    {
        if (Interop.MosquittoBroker.FindProgram("openssl") is null) Assert.Skip("openssl is not installed");
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "openssl", ["s_client", "-connect", address, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }
}
