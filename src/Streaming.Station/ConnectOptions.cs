using System.CommandLine.Parsing;
using System.CommandLine;
using System.Security.Cryptography;
using Grpc.Core;
using Streaming.Client;
using Streaming.Parts.Certificates;
using Streaming.V1;

namespace Streaming.Station;

/// <summary>Where the service is, and one way to ask it a question and to say what went wrong.</summary>
internal sealed class ConnectOptions(TimeProvider time)
{
    private const string TokenVariable = "STREAMING_TOKEN";
    private const string AddressVariable = "STREAMING_ADDRESS";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public Option<Uri> Address { get; } = new("--address")
    {
        Description = $"The service's gRPC address; else the environment's {AddressVariable}, else {new MonitorOptions().Address}",
        DefaultValueFactory = DefaultAddress,
        CustomParser = ParseAddress,
        Recursive = true,
    };

    /// <summary>A file, so that the token stands neither in the shell's history nor in the list of processes.</summary>
    public Option<FileInfo> TokenFile { get; } = new("--token-file")
    {
        Description = $"File with the access token; else the environment's {TokenVariable}",
        Recursive = true,
    };

    public Option<FileInfo> AuthorityFile { get; } = new("--ca")
    {
        Description = "PEM file of the only authorities to trust for https",
        Recursive = true,
    };

    public Option<FileInfo> CertificateFile { get; } = new("--certificate")
    {
        Description = "PEM file of the station's own certificate, where the service demands one",
        Recursive = true,
    };

    public Option<FileInfo> KeyFile { get; } = new("--key")
    {
        Description = "PEM file of its key; may be the same file",
        Recursive = true,
    };

    public MonitorConnection Open(ParseResult arguments) => new(
        new MonitorOptions
        {
            Address = arguments.GetRequiredValue(Address),
            Token = arguments.GetValue(TokenFile) is { } file
                ? File.ReadAllText(file.FullName).Trim()
                : Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? token : null,
            CertificateAuthorityFile = arguments.GetValue(AuthorityFile)?.FullName,
            ClientCertificateFile = arguments.GetValue(CertificateFile)?.FullName,
            ClientKeyFile = arguments.GetValue(KeyFile)?.FullName,
        },
        time);

    /// <summary>Asks one question; an error becomes a line on standard error and exit code 1.</summary>
    public async Task<int> AskAsync(
        ParseResult arguments, Func<SleepMonitor.SleepMonitorClient, CallOptions, Task> ask, CancellationToken cancellationToken)
    {
        var options = new CallOptions(deadline: time.GetUtcNow().UtcDateTime + Patience, cancellationToken: cancellationToken);
        return await ReportAsync(
            arguments,
            async () =>
            {
                using var connection = Open(arguments);
                await ask(connection.Client, options).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> ReportAsync(ParseResult arguments, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
            return 0;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (RpcException e)
        {
            await Console.Error.WriteLineAsync($"station: {Explain(e, arguments.GetValue(Address), arguments.GetValue(CertificateFile))}").ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            await Console.Error.WriteLineAsync($"station: {Words(e)}").ConfigureAwait(false);
        }

        return 1;
    }

    // Which parameter of ours it was is for whoever calls the library.
    private static string Words(Exception error) =>
        error is ArgumentException { ParamName: { } name } ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : error.Message;

    private static string Explain(RpcException error, Uri? address, FileInfo? own) => error.StatusCode switch
    {
        StatusCode.Unavailable when error.Status.DebugException is null => error.Status.Detail, // it answers, and says why it cannot at present
        StatusCode.Unavailable => Unreached(error, address, own),
        StatusCode.DeadlineExceeded => $"the service at {address} did not answer within {Patience.TotalSeconds:0} s",
        StatusCode.Unauthenticated => $"{error.Status.Detail}; give one with --token-file or {TokenVariable}",
        StatusCode.Unimplemented => $"the service does not offer this yet ({error.Status.Detail})",
        _ => $"{error.StatusCode}: {error.Status.Detail}",
    };

    private static string Unreached(RpcException error, Uri? address, FileInfo? own)
    {
        for (var cause = error.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is CertificateRefusedException refused) return refused.Message + (refused.IsUntrusted ? "; --ca names the authority to trust" : "");
        }
        return $"no service answers at {address} ({error.Status.Detail}{Demanded(address, own)})";
    }

    /// <summary>What to think of where a connection over TLS breaks off: a service that demands a certificate says no more than that. Empty without TLS.</summary>
    public string Demanded(ParseResult arguments) => Demanded(arguments.GetValue(Address), arguments.GetValue(CertificateFile));

    private static string Demanded(Uri? address, FileInfo? own) => address?.Scheme != Uri.UriSchemeHttps ? ""
        : own is null ? "; if it demands a certificate: --certificate and --key"
        : $"; it may be that the service does not trust whoever signed '{own.Name}', or that this is not for clients (clientAuth): its log says so";

    private static Uri DefaultAddress(ArgumentResult result) =>
        Environment.GetEnvironmentVariable(AddressVariable) is { Length: > 0 } text ? Read(text, AddressVariable, result)! : new MonitorOptions().Address;

    private static Uri? ParseAddress(ArgumentResult result) => Read(result.Tokens[0].Value, "--address", result);

    private static Uri? Read(string text, string where, ArgumentResult result)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
        {
            if (address.PathAndQuery == "/") return address;
            result.AddError($"{where} '{text}' goes on after the port; gRPC is called at its root: {address.GetLeftPart(UriPartial.Authority)}");
            return null;
        }
        result.AddError($"{where} '{text}' is not an http:// or https:// address.");
        return null;
    }
}
