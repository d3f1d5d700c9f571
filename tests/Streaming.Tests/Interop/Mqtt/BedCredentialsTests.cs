using Streaming.Parts.Mqtt;
using static Streaming.Tests.Interop.Mqtt.MosquittoClients;

namespace Streaming.Tests.Interop.Mqtt;

/// <summary>What deploy/broker-access.sh grants, at a real broker: a bed publishes as itself and hears what is meant for it.</summary>
public sealed class BedCredentialsTests : IDisposable
{
    private const int TimeoutMilliseconds = 60_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-access-").FullName;
    private readonly Dictionary<string, string> _passwords = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Bed_publishes_as_itself_and_as_nobody_else()
    {
        await using var broker = await StartAsync();
        await using var service = await ConnectAsync(broker, "service", As("service"));
        await service.SubscribeAsync([new MqttSubscription("psg/v1/#")], Cancellation);
        await using var running = await RunningClient.StartAsync(broker, "bed-1", As("bed-1@lab"));

        foreach (var topic in (string[])["psg/v1/lab/bed-2/samples", "psg/v1/lab/bed-2/status", "psg/v1/lab/bed-1/stage", "psg/v1/lab/bed-1/command"])
        {
            var refused = await running.Client.PublishAsync(new MqttMessage(topic, new byte[1]), Cancellation);
            Assert.Equal((topic, MqttReasonCode.NotAuthorized), (topic, refused.ReasonCode));
        }
        foreach (var kind in (string[])["study", "samples", "event", "status"])
        {
            Assert.True((await running.Client.PublishAsync(new MqttMessage($"psg/v1/lab/bed-1/{kind}", new byte[1]), Cancellation)).IsAccepted, kind);
            Assert.Equal($"psg/v1/lab/bed-1/{kind}", (await service.Messages.ReadAsync(Cancellation)).Topic);
        }
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Bed_hears_its_own_commands_and_nothing_of_other_beds()
    {
        await using var broker = await StartAsync();
        await using var service = await ConnectAsync(broker, "service", As("service"));
        await using var other = await ConnectAsync(broker, "bed-2", As("bed-2@lab"));
        await using var bed = await ConnectAsync(broker, "bed-1", As("bed-1@lab"));
        await bed.SubscribeAsync([new MqttSubscription("psg/v1/#")], Cancellation);

        Assert.True((await other.PublishAsync(new MqttMessage("psg/v1/lab/bed-2/samples", new byte[1]), Cancellation)).IsAccepted);
        Assert.True((await service.PublishAsync(new MqttMessage("psg/v1/lab/bed-2/command", new byte[1]), Cancellation)).IsAccepted);
        Assert.True((await service.PublishAsync(new MqttMessage("psg/v1/lab/bed-1/command", new byte[1]), Cancellation)).IsAccepted);

        Assert.Equal("psg/v1/lab/bed-1/command", (await bed.Messages.ReadAsync(Cancellation)).Topic);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Nobody_connects_without_credentials_or_with_those_taken_back()
    {
        await AddAsync("bed", "lab", "bed-1");
        await RunAsync("remove", "bed-1@lab");
        await AddAsync("service");
        await using var broker = await MosquittoBroker.StartAsync(Lines, Cancellation);

        foreach (var configure in (Func<MqttClientOptions, MqttClientOptions>[])[options => options, As("bed-1@lab")])
        {
            var refused = await Assert.ThrowsAsync<MqttConnectException>(() => ConnectAsync(broker, "bed-1", configure));
            Assert.Equal(MqttReasonCode.NotAuthorized, refused.ReasonCode);
        }
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Beds_whose_names_run_together_have_users_of_their_own()
    {
        await AddAsync("bed", "a.b", "c");
        await AddAsync("bed", "a", "b.c");
        Assert.Equal(2, _passwords.Count);
    }

    private async Task<MosquittoBroker> StartAsync()
    {
        await AddAsync("service");
        await AddAsync("bed", "lab", "bed-1");
        await AddAsync("bed", "lab", "bed-2");
        return await MosquittoBroker.StartAsync(Lines, Cancellation);
    }

    private IEnumerable<string> Lines(string brokerFolder)
    {
        foreach (var file in (string[])["passwords", "access"]) File.Copy(Path.Combine(_folder, file), Path.Combine(brokerFolder, file));
        return ["allow_anonymous false", $"password_file {brokerFolder}/passwords", $"acl_file {brokerFolder}/access"];
    }

    private Func<MqttClientOptions, MqttClientOptions> As(string user) => options => options with { UserName = user, Password = _passwords[user] };

    private async Task AddAsync(params string[] arguments)
    {
        var lines = await RunAsync(arguments);
        _passwords[lines[0]["user: ".Length..]] = lines[1]["password: ".Length..];
    }

    private async Task<List<string>> RunAsync(params string[] arguments)
    {
        await using var script = PeerProcess.Start("bash", [Repository.At("deploy", "broker-access.sh"), _folder, .. arguments]);
        var (status, lines) = await script.FinishAsync(Cancellation);
        Assert.True(status == 0, string.Join('\n', lines));
        return [.. lines.Where(line => line.Length > 0 && !line.StartsWith("error:", StringComparison.Ordinal))];
    }
}
