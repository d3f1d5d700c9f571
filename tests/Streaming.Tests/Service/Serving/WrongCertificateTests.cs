using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Streaming.Client;
using Streaming.Service.Access;
using Streaming.Service.Ingest;
using Streaming.Service.Serving;
using Streaming.Tests.Parts.Grpc;
using Streaming.V1;

namespace Streaming.Tests.Service.Serving;

/// <summary>A certificate that is wrong is told in a sentence: which it is, what is wrong with it, what to do.</summary>
public sealed class WrongCertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-wrong-").FullName;
    private readonly TestAuthority _authority;

    public WrongCertificateTests() => _authority = new TestAuthority(_folder);

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Client_says_when_the_server_s_certificate_is_good()
    {
        await AssertSaysAsync(_authority.Issue("server", days: -1), @"\(CN=Test server\) is refused: it expired on ....-..-.. ..:..Z \(this machine's clock says .*it has to be renewed$");
        await AssertSaysAsync(_authority.Issue("server", days: 9, since: 8), @"is refused: it is good from ....-..-.. ..:..Z on only \(this machine's clock says ");
    }

    [Fact]
    public async Task Client_says_whom_the_server_s_certificate_is_for()
    {
        await AssertSaysAsync(_authority.Issue("server", host: "sleep.example"), "is refused: it is for sleep.example, and '127.0.0.1' was called: call it by one of its names");
        // All of it, so that nobody mends one thing and meets the next.
        await AssertSaysAsync(_authority.Issue("server", days: -1, host: "sleep.example"), "it expired on .*; and it is for sleep.example, and '127.0.0.1' was called");
    }

    [Fact]
    public async Task Client_says_who_signed_the_server_s_certificate_and_who_is_trusted()
    {
        using var other = new TestAuthority(_folder, "other");
        using var middle = new TestAuthority(_folder, "middle", above: _authority);
        var leaf = middle.Issue("server");

        await AssertSaysAsync(leaf, @"it is signed by CN=Test middle, which is none of the trusted authorities \(CN=Test authority\), nor is its certificate sent along");
        await File.AppendAllTextAsync(leaf.Certificate, "\n" + await File.ReadAllTextAsync(middle.File, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await AssertSaysAsync(leaf, null); // with its chain it is good
        await AssertSaysAsync(other.Issue("server"), @"it is signed by CN=Test other, which is none of the trusted authorities \(CN=Test authority\)");
    }

    [Fact]
    public void Service_warns_two_weeks_before_the_end_once_a_day_and_says_when_it_is_over()
    {
        var (certificate, key, _) = _authority.Issue("server", days: 16);
        var (broker, brokerKey, _) = _authority.Issue("service", days: 15.5);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var log = new LogLines();
        var serving = new ServingOptions { CertificateFile = certificate, KeyFile = key };
        var watch = new CertificateWatch(
            Options.Create(serving), Options.Create(new IngestOptions { ClientCertificateFile = broker, ClientKeyFile = brokerKey }),
            new ServerCertificate(serving, clock, NullLogger.Instance), clock, new Logger<CertificateWatch>(log));

        watch.Look();
        Assert.Empty(log.Seen);
        clock.Advance(TimeSpan.FromDays(3));
        watch.Look();
        watch.Look();
        Assert.Equal(2, log.Seen.Count);
        Assert.Matches($@"The certificate {certificate} \(CN=Test server\) expires on ....-..-.. ..:..Z, in 13 days; renew it, or callers refuse to connect", log.Seen[0].Text);
        Assert.Contains("in 12.5 days; renew it, or the broker refuses the service, and no samples come", log.Seen[1].Text, StringComparison.Ordinal);
        Assert.InRange(watch.BrokerDaysLeft!.Value, 12.4, 12.6);

        clock.Advance(TimeSpan.FromDays(14));
        watch.Look();
        Assert.Contains("expired on ", log.Seen[2].Text, StringComparison.Ordinal);
        Assert.EndsWith(": callers refuse to connect", log.Seen[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_says_in_its_log_whose_certificate_it_refused_and_why_once()
    {
        using var other = new TestAuthority(_folder, "other");
        var log = new LogLines();
        var (certificate, key, _) = _authority.Issue("server");
        using var limits = new CallLimits(Options.Create(new AccessOptions()));
        var callers = new CallerCertificates(_authority.File, limits, TimeProvider.System, log);
        var server = new ServerCertificate(new ServingOptions { CertificateFile = certificate, KeyFile = key }, TimeProvider.System, NullLogger.Instance, callers);

        for (var time = 0; time < 2; time++)
        {
            await KnockAsync(server, null);
            await KnockAsync(server, other.Issue("stranger"));
            await KnockAsync(server, _authority.Issue("late", days: -1));
        }

        Assert.Equal(
            ["Connection refused: the caller at 127.0.0.1 showed no certificate",
             "Connection refused: the certificate of the caller at 127.0.0.1 (CN=Test server) is refused: it is signed by CN=Test other, which is none of the trusted "
             + "authorities (CN=Test authority), nor is its certificate sent along as an intermediate one"],
            log.Seen.Take(2).Select(line => line.Text));
        Assert.Contains("(CN=Test server) is refused: it expired on ", log.Seen[2].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Seen.Skip(3), line => line.Text == log.Seen[0].Text);
    }

    /// <summary>A handshake that the service refuses.</summary>
    private static async Task KnockAsync(ServerCertificate server, (string Certificate, string Key, string)? own)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var near = new TcpClient();
        await near.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using var far = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var caller = new SslStream(near.GetStream());
        await using var service = new SslStream(far.GetStream());
        var options = new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", RemoteCertificateValidationCallback = (_, _, _, _) => true };
        using var shown = own is { } files ? X509Certificate2.CreateFromPemFile(files.Certificate, files.Key) : null;
        if (shown is not null) options.ClientCertificates = [shown];
        var calling = caller.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<AuthenticationException>(
            () => service.AuthenticateAsServerAsync(server.ForConnection(far.Client.RemoteEndPoint), TestContext.Current.CancellationToken));
        try
        {
            await calling;
        }
        catch (Exception told) when (told is AuthenticationException or IOException)
        {
            // With TLS 1.2 the caller learns of it at once, with 1.3 later.
        }
    }

    private async Task AssertSaysAsync((string Certificate, string Key, string) identity, string? pattern)
    {
        await using var host = await ServiceHost.StartAsync(settings: [$"Serving:CertificateFile={identity.Certificate}", $"Serving:KeyFile={identity.Key}"]);
        using var connection = new MonitorConnection(
            new MonitorOptions { Address = new Uri(host.Address), CertificateAuthorityFile = _authority.File }, TimeProvider.System);
        var call = connection.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync;
        if (pattern is null) Assert.NotNull(await call);
        else Assert.Matches(pattern, (await Assert.ThrowsAsync<RpcException>(() => call)).Status.Detail);
    }
}
