using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Streaming.Tests.Interop.Proxy;

/// <summary>A real nginx on a free loopback port, with deploy/nginx.conf in front of a service. Skips the test when nginx is not installed.</summary>
internal sealed class NginxProxy : IAsyncDisposable
{
    private const int Sighup = 1, Sigterm = 15;

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-nginx-").FullName;
    private Process? _process;

    private NginxProxy(string grpcAddress, string webAddress, string more)
    {
        Authority = new TestAuthority(_folder);
        var (certificate, key, _) = Authority.Issue("proxy");
        var site = Put(File.ReadAllText(Repository.At("deploy", "nginx.conf")),
            ("listen 443 ", $"listen 127.0.0.1:{Port} "),
            ("127.0.0.1:5101", new Uri(grpcAddress).Authority),
            ("127.0.0.1:5102", new Uri(webAddress).Authority),
            ("/etc/nginx/streaming/server.crt", certificate),
            ("/etc/nginx/streaming/server.key", key),
            ("    # The page, reports", more + "    # The page, reports"));
        // What Debian has around it, with folders of the test's own; and worker_shutdown_timeout, as docs/install.md says.
        File.WriteAllText(At("nginx.conf"), $$"""
            daemon off;
            pid {{At("nginx.pid")}};
            error_log {{At("error.log")}};
            worker_processes 2;
            worker_shutdown_timeout 1s;
            events { worker_connections 768; }
            http {
                access_log off;
                {{string.Join(' ', new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(name => $"{name}_temp_path {At(name)};"))}}
                {{site}}
            }
            """);
    }

    public int Port { get; } = LoopbackPort.Free();

    /// <summary>Signed the proxy's certificate, which is for 127.0.0.1.</summary>
    public TestAuthority Authority { get; }

    public string Address => $"https://127.0.0.1:{Port}";

    /// <summary>The file of <see cref="Authority"/>.</summary>
    public string AuthorityFile => Authority.File;

    public string CertificateFile => At("proxy.crt");

    private string ErrorLog => File.Exists(At("error.log")) ? File.ReadAllText(At("error.log")) : "";

    /// <param name="grpcAddress">Of the service.</param>
    /// <param name="webAddress">Of the service.</param>
    /// <param name="more">Further lines for the server.</param>
    public static async Task<NginxProxy> StartAsync(string grpcAddress, string webAddress, string more = "")
    {
        if (MosquittoBroker.FindProgram("nginx") is null) Assert.Skip("nginx is not installed: bash deploy/prerequisites.sh --tests");
        var proxy = new NginxProxy(grpcAddress, webAddress, more);
        await proxy.StartAgainAsync();
        return proxy;
    }

    /// <summary>After <see cref="StopAsync"/>, on the same port.</summary>
    public async Task StartAgainAsync()
    {
        _process = Process.Start(new ProcessStartInfo(MosquittoBroker.FindProgram("nginx")!, ["-e", At("error.log"), "-p", _folder, "-c", At("nginx.conf")]))!;
        while (!await IsListeningAsync())
            Assert.False(_process.HasExited, $"nginx ended before it listened:\n{ErrorLog}");
    }

    /// <summary>New workers read the configuration again; the old ones end what they have within the second that worker_shutdown_timeout gives.</summary>
    public void Reload() => Assert.Equal(0, Kill(_process!.Id, Sighup));

    /// <summary>At once: open streams break.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        if (!process.HasExited) Assert.Equal(0, Kill(process.Id, Sigterm));
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Put(string text, params (string Stands, string Put)[] places)
    {
        foreach (var (stands, put) in places)
        {
            Assert.Contains(stands, text, StringComparison.Ordinal);
            text = text.Replace(stands, put, StringComparison.Ordinal);
        }
        return text;
    }

    private string At(string name) => Path.Combine(_folder, name);

    private async Task<bool> IsListeningAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
