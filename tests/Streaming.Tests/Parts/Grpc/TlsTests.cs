using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Streaming.Tests.Parts.Grpc.Wire;

namespace Streaming.Tests.Parts.Grpc;

public sealed class TlsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_port_with_TLS_speaks_grpc_and_grpc_web()
    {
        using var certificate = SelfSigned();
        await using var host = await EchoHost.StartAsync(certificate: certificate);
        using var channel = GrpcChannel.ForAddress(host.Address,
            new GrpcChannelOptions { HttpHandler = Trusting(certificate), DisposeHttpClient = true });
        Assert.Equal("native", (await new Echo.EchoClient(channel).SayAsync(new EchoRequest { Text = "native" }, cancellationToken: Token)).Text);

        using var http = new HttpClient(Trusting(certificate));
        using var body = new ByteArrayContent(RawCalls.Frame(new EchoRequest { Text = "web" }));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc-web+proto");
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Address + "/streaming.tests.echo.Echo/Say") { Content = body };
        request.Version = HttpVersion.Version11;
        using var response = await http.SendAsync(request, Token);
        var bytes = await response.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal("web", EchoReply.Parser.ParseFrom(bytes.AsSpan(5, bytes[4])).Text);
    }

    private static SocketsHttpHandler Trusting(X509Certificate2 certificate) => new()
    {
        SslOptions =
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString(),
        },
    };

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var year = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return request.CreateSelfSigned(year, year.AddYears(100));
    }
}
