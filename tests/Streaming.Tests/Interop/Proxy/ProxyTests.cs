using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Client;
using Streaming.Service.Access;
using Streaming.Tests.Service;
using Streaming.Tests.Service.Access;
using Streaming.V1;

namespace Streaming.Tests.Interop.Proxy;

/// <summary>Native clients through a genuine nginx with the file of deploy/: what goes through, whose call it is, and what becomes of streams.</summary>
public sealed class ProxyTests
{
    private const string Named = "Serving:Proxies=127.0.0.1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whole_night_goes_through_byte_for_byte()
    {
        await using var guarded = await GuardedHost.StartAsync(Named);
        await using var proxy = await NginxProxy.StartAsync(guarded.Host.Address, guarded.Host.WebAddress);
        var token = guarded.Issue(Role.Technologist);
        using var direct = guarded.Connect(token);
        using var through = Connect(proxy, token);

        foreach (var format in (ExportFormat[])[ExportFormat.Edf, ExportFormat.ReportHtml])
            Assert.Equal((await ExportAsync(direct, format)).Length, (await ExportAsync(through, format)).Length);
        Assert.Equal(await ExportAsync(direct, ExportFormat.Edf), await ExportAsync(through, ExportFormat.Edf));
        Assert.Equal(await NightAsync(direct), await NightAsync(through));
    }

    [Fact]
    public async Task Caller_without_a_token_is_refused_and_audited_by_its_own_address()
    {
        await using var host = await ServiceHost.StartAsync(settings: [Named]);
        await using var proxy = await NginxProxy.StartAsync(host.Address, host.WebAddress);
        using var http = new HttpClient(From(proxy, "127.0.0.2"));

        var report = await http.GetAsync(proxy.Address + "/nights/lab/bed-1/report.html", Cancellation);
        using var nobody = Connect(proxy, token: null);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await nobody.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: Cancellation));
        var health = await http.GetStringAsync(proxy.Address + "/", Cancellation);

        Assert.Equal((HttpStatusCode.Unauthorized, StatusCode.Unauthenticated), (report.StatusCode, refused.StatusCode));
        Assert.Contains("station.js", health, StringComparison.Ordinal); // the page itself is for anybody
        Assert.Equal(
            ["127.0.0.1 ListBeds", "127.0.0.2 report.html"],
            host.Services.GetRequiredService<AccessStore>().AuditTail(9).Select(entry => $"{entry.Peer} {entry.Action}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Service_that_was_not_told_of_its_proxy_asks_all_the_same()
    {
        await using var host = await ServiceHost.StartAsync();
        await using var proxy = await NginxProxy.StartAsync(host.Address, host.WebAddress);
        using var nobody = Connect(proxy, token: null);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await nobody.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: Cancellation));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
    }

    [Fact]
    public async Task Stream_that_its_watcher_leaves_ends_at_the_service()
    {
        await using var guarded = await GuardedHost.StartAsync(Named, "Access:StreamsPerPeer=2"); // the host's own two, one after the other, may overlap too
        await using var proxy = await NginxProxy.StartAsync(guarded.Host.Address, guarded.Host.WebAddress);
        using var watcher = Connect(proxy, guarded.Issue(Role.Viewer));

        for (var time = 0; time < 5; time++) Assert.NotNull(await FirstAsync(watcher)); // two may be: those before have ended
    }

    [Fact]
    public async Task Import_as_large_as_the_service_takes_goes_through_and_a_larger_one_is_refused_by_the_service()
    {
        await using var guarded = await GuardedHost.StartAsync(Named);
        await using var proxy = await NginxProxy.StartAsync(guarded.Host.Address, guarded.Host.WebAddress);
        using var through = Connect(proxy, guarded.Issue(Role.Technologist));

        // More than the megabyte at which nginx by itself stops.
        Assert.Equal(StatusCode.InvalidArgument, await NoteAsync(through, (1 << 20) - 200));
        Assert.Equal(StatusCode.ResourceExhausted, await NoteAsync(through, (1 << 20) + 200));
    }

    private static MonitorConnection Connect(NginxProxy proxy, string? token) => new(
        new MonitorOptions { Address = new Uri(proxy.Address), Token = token, CertificateAuthorityFile = proxy.AuthorityFile }, TimeProvider.System);

    /// <summary>As a station at another address of this machine.</summary>
    private static SocketsHttpHandler From(NginxProxy proxy, string address)
    {
        var authority = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(proxy.CertificateFile);
        return new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == authority.GetCertHashString() },
            ConnectCallback = async (context, stop) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(context.DnsEndPoint, stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
    }

    private static async Task<byte[]> ExportAsync(MonitorConnection connection, ExportFormat format)
    {
        var night = new NightRef { StudyId = GuardedHost.First.Id };
        using var call = connection.Client.ExportNight(new ExportNightRequest { Night = night, Format = format }, cancellationToken: Cancellation);
        using var whole = new MemoryStream();
        await foreach (var piece in call.ResponseStream.ReadAllAsync(Cancellation)) piece.Chunk.WriteTo(whole);
        return whole.ToArray();
    }

    private static async Task<Night> NightAsync(MonitorConnection connection) => await connection.Client.GetNightAsync(
        new GetNightRequest { Night = new NightRef { StudyId = GuardedHost.First.Id }, AllRevisions = true }, cancellationToken: Cancellation);

    private static async Task<WatchResponse?> FirstAsync(MonitorConnection connection)
    {
        while (true)
        {
            using var call = connection.Client.Watch(new WatchRequest(), cancellationToken: Cancellation);
            try
            {
                return await call.ResponseStream.MoveNext(Cancellation) ? call.ResponseStream.Current : null;
            }
            catch (RpcException early) when (early.StatusCode == StatusCode.ResourceExhausted)
            {
                // The word that the one before has ended is on its way.
            }
        }
    }

    private static async Task<StatusCode> NoteAsync(MonitorConnection connection, int bytes)
    {
        var note = new AddNoteRequest { Night = new NightRef { StudyId = GuardedHost.First.Id }, Author = "a", Text = new string('x', bytes) };
        return (await Assert.ThrowsAsync<RpcException>(async () => await connection.Client.AddNoteAsync(note, cancellationToken: Cancellation))).StatusCode;
    }
}
