using System.Security.Authentication;
using Streaming.Parts.Mqtt;
using static Streaming.Tests.Interop.Mqtt.MosquittoClients;

namespace Streaming.Tests.Interop.Mqtt;

/// <summary>TLS with an authority made here, names and passwords, and what the broker's access list refuses.</summary>
public sealed class MosquittoSecurityTests
{
    private const int TimeoutMilliseconds = 30_000;
    private string _authorityFile = "";

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Connection_is_secured_when_the_authority_is_trusted()
    {
        await using var broker = await MosquittoBroker.StartAsync(folder => Certificates(folder), Cancellation);
        await using var client = await ConnectAsync(broker, "us", o => o with { Tls = new MqttTls { CertificateAuthorityFile = _authorityFile } });
        await client.SubscribeAsync([new MqttSubscription("a")], Cancellation);
        var payload = new byte[200_000]; // many TLS records
        new Random(1).NextBytes(payload);
        await client.PublishAsync(new MqttMessage("a", payload), Cancellation);
        Assert.Equal(payload, (await client.Messages.ReadAsync(Cancellation)).Payload.ToArray());
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Broker_of_an_unknown_authority_or_another_name_is_refused()
    {
        await using var broker = await MosquittoBroker.StartAsync(folder => Certificates(folder), Cancellation);
        await AssertRefusedAsync(broker, new MqttTls(), "its authority CN=Test authority is none of this machine's trusted authorities");
        await AssertRefusedAsync(
            broker, new MqttTls { CertificateAuthorityFile = _authorityFile, TargetHost = "elsewhere.example" },
            "it is for 127.0.0.1, and 'elsewhere.example' was called");
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Client_certificate_is_shown_when_the_broker_asks_for_one()
    {
        await using var broker = await MosquittoBroker.StartAsync(folder => Certificates(folder, "require_certificate true"), Cancellation);
        var folder = Path.GetDirectoryName(_authorityFile)!;
        var trusting = new MqttTls { CertificateAuthorityFile = _authorityFile };
        var bare = await Assert.ThrowsAsync<MqttConnectException>(() => ConnectAsync(broker, "us", o => o with { Tls = trusting }));
        Assert.Contains("a broker that demands a certificate of its clients, and none was shown", bare.Message, StringComparison.Ordinal);
        // While a renewed pair is copied they do not fit: an attempt that failed, and another follows.
        await File.WriteAllTextAsync(Path.Combine(folder, "other.key"), System.Security.Cryptography.ECDsa.Create().ExportPkcs8PrivateKeyPem(), Cancellation);
        await Assert.ThrowsAsync<MqttConnectException>(() => ConnectAsync(broker, "us", o => o with
        {
            Tls = trusting with { ClientCertificateFile = Path.Combine(folder, "server.crt"), ClientKeyFile = Path.Combine(folder, "other.key") },
        }));
        await using var client = await ConnectAsync(broker, "us", o => o with
        {
            Tls = trusting with { ClientCertificateFile = Path.Combine(folder, "server.crt"), ClientKeyFile = Path.Combine(folder, "server.key") },
        });
        Assert.Equal(MqttConnectionState.Connected, client.State);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Wrong_password_is_refused_with_the_broker_s_reason()
    {
        await using var broker = await StartWithAccessListAsync();
        await using var welcome = await ConnectAsync(broker, "us", o => o with { UserName = "nurse", Password = "right" });
        foreach (var password in new[] { "wrong", null })
        {
            var exception = await Assert.ThrowsAsync<MqttConnectException>(
                () => ConnectAsync(broker, "other", o => o with { UserName = password is null ? null : "nurse", Password = password }));
            Assert.Equal(MqttReasonCode.NotAuthorized, exception.ReasonCode); // mosquitto's choice for both
        }
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task What_the_access_list_forbids_is_refused_with_the_broker_s_reason()
    {
        await using var broker = await StartWithAccessListAsync();
        await using var running = await RunningClient.StartAsync(broker, "us", o => o with { UserName = "nurse", Password = "right" });
        var client = running.Client; // reconnecting: after a refusal mosquitto 2.0.11 closes the connection
        var published = await client.PublishAsync(new MqttMessage("forbidden", new byte[1]), Cancellation);
        Assert.Equal(new MqttPublishResult(MqttPublishOutcome.Refused, MqttReasonCode.NotAuthorized), published);
        Assert.True((await client.PublishAsync(new MqttMessage("allowed/x", default), Cancellation)).IsAccepted);
    }

    private static async Task AssertRefusedAsync(MosquittoBroker broker, MqttTls tls, string words)
    {
        var exception = await Assert.ThrowsAsync<MqttConnectException>(() => ConnectAsync(broker, "us", o => o with { Tls = tls }));
        Assert.IsAssignableFrom<AuthenticationException>(exception.InnerException);
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
    }

    private static async Task<MosquittoBroker> StartWithAccessListAsync()
    {
        var passwords = Path.GetTempFileName();
        try
        {
            await using var maker = PeerProcess.Start("mosquitto_passwd", "-c", "-b", passwords, "nurse", "right");
            Assert.Equal(0, (await maker.FinishAsync(Cancellation)).Status);
            return await MosquittoBroker.StartAsync(folder => AccessList(folder, passwords), Cancellation);
        }
        finally
        {
            File.Delete(passwords);
        }
    }

    private static string[] AccessList(string folder, string passwords)
    {
        File.Copy(passwords, Path.Combine(folder, "passwords"));
        File.WriteAllText(Path.Combine(folder, "access"), "user nurse\ntopic readwrite allowed/#\n");
        return ["allow_anonymous false", $"password_file {folder}/passwords", $"acl_file {folder}/access"];
    }

    private string[] Certificates(string folder, params string[] lines)
    {
        using var authority = new TestAuthority(folder);
        authority.Issue("server");
        _authorityFile = authority.File;
        return [$"certfile {folder}/server.crt", $"keyfile {folder}/server.key", $"cafile {_authorityFile}", .. lines];
    }
}
