using System.CommandLine;
using System.Globalization;
using Streaming.Parts.Certificates;
using Streaming.Parts.Mqtt;

namespace Streaming.Replay;

/// <summary>The part of the command line that says which broker, and as whom.</summary>
internal sealed class BrokerArguments
{
    private const string PasswordVariable = "STREAMING_MQTT_PASSWORD"; // not an argument: those can be read by every user of the machine

    private readonly Option<string> _broker = new("--broker")
    {
        Description = "MQTT broker.",
        HelpName = "HOST:PORT",
        DefaultValueFactory = _ => "127.0.0.1:1883",
    };
    private readonly Option<string?> _user = new("--user")
    {
        Description = $"User name for the broker; the password is taken from {PasswordVariable}.",
    };
    private readonly Option<bool> _tls = new("--tls") { Description = "Speak TLS to the broker." };
    private readonly Option<string?> _authority = new("--ca")
    {
        Description = "PEM file of the authorities to trust instead of the system's; implies --tls.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _certificate = new("--certificate")
    {
        Description = "PEM file of a certificate of its own, where the broker demands one; implies --tls.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _key = new("--key") { Description = "PEM file of that certificate's key; may be the same file.", HelpName = "FILE" };

    public void AddTo(RootCommand root)
    {
        foreach (var option in (Option[])[_broker, _user, _tls, _authority, _certificate, _key]) root.Add(option);
    }

    /// <summary>The broker, or null and what is wrong.</summary>
    public MqttClientOptions? Read(ParseResult line, List<string> problems)
    {
        var text = line.GetValue(_broker)!;
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        var port = 1883;
        var isPort = colon < 0
            || (int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535);
        if (host.Length == 0 || !isPort)
        {
            problems.Add($"--broker '{text}' is not HOST or HOST:PORT.");
            return null;
        }

        var (authority, certificate, key) = (line.GetValue(_authority), line.GetValue(_certificate), line.GetValue(_key));
        if (authority is not null && PemFiles.FaultOfAuthorities(authority) is { } unknown) problems.Add($"--ca: {unknown}.");
        if (certificate is not null && PemFiles.FaultOfIdentity(certificate, key) is { } unfit) problems.Add($"--certificate: {unfit}.");
        if (key is not null && certificate is null) problems.Add("--key needs --certificate: whose key is it?");
        var isSecured = line.GetValue(_tls) || authority is not null || certificate is not null;
        return new MqttClientOptions
        {
            ClientId = "replay",
            Host = host.Trim('[', ']'),
            Port = port,
            UserName = line.GetValue(_user),
            Password = line.GetValue(_user) is null ? null : Environment.GetEnvironmentVariable(PasswordVariable),
            Tls = isSecured
                ? new MqttTls { CertificateAuthorityFile = authority, ClientCertificateFile = certificate, ClientKeyFile = key }
                : null,
            SessionExpirySeconds = 600,
        };
    }
}
