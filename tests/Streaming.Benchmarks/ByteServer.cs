using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Streaming.Benchmarks;

/// <summary>The rival of gRPC: Kestrel handing out the bytes of a file over HTTP/2, in a process of its own.</summary>
internal sealed class ByteServer : IAsyncDisposable
{
    private const int FlushEvery = 16 * 1700; // bytes: as the service flushes, every 16 messages of a report's size
    private readonly Process _process;

    private ByteServer(Process process, int port) => (_process, Address) = (process, $"http://127.0.0.1:{port}");

    public string Address { get; }

    public TimeSpan Worked
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<ByteServer> StartAsync(string file, CancellationToken cancellationToken)
    {
        var port = BrokerProcess.FreePort();
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(ByteServer).Assembly.Location, "serve-bytes", port.ToString(CultureInfo.InvariantCulture), file]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadLineAsync(cancellationToken);
        return new ByteServer(process, port);
    }

    /// <summary><c>serve-bytes PORT FILE</c>.</summary>
    public static Command Create()
    {
        var (port, file) = (new Argument<int>("port"), new Argument<string>("file"));
        var command = new Command("serve-bytes", "Hands out a file over HTTP/2; for grpc.") { port, file };
        command.Hidden = true;
        command.SetAction(async (parse, cancellationToken) =>
        {
            var bytes = await File.ReadAllBytesAsync(parse.GetValue(file)!, cancellationToken);
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel =>
                kestrel.Listen(IPAddress.Loopback, parse.GetValue(port), listen => listen.Protocols = HttpProtocols.Http2));
            await using var app = builder.Build();
            app.MapPost("/{**any}", context => WriteAsync(context, bytes));
            await app.StartAsync(cancellationToken);
            Console.WriteLine("ready");
            await app.WaitForShutdownAsync(cancellationToken);
        });
        return command;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task WriteAsync(HttpContext context, byte[] bytes)
    {
        await context.Response.StartAsync();
        for (var at = 0; at < bytes.Length; at += FlushEvery)
            await context.Response.BodyWriter.WriteAsync(bytes.AsMemory(at, Math.Min(FlushEvery, bytes.Length - at)), context.RequestAborted);
    }
}
