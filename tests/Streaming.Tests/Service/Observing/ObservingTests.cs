using System.Text;

namespace Streaming.Tests.Service.Observing;

public sealed class ObservingTests
{
    /// <summary>What issue and runbook speak of.</summary>
    private static readonly string[] Names =
    [
        "streaming_messages_total{kind=\"samples\"}", "streaming_epochs_total{scorable=\"yes\"}", "streaming_decisions_total{",
        "streaming_stage_seconds_bucket{stage=\"journal\",", "streaming_stage_seconds_bucket{stage=\"lane\",", "streaming_stage_seconds_bucket{stage=\"queue\",",
        "streaming_stage_seconds_bucket{stage=\"drawing\",", "streaming_stage_seconds_bucket{stage=\"network\",", "streaming_stage_seconds_bucket{stage=\"commit\",",
        "streaming_decision_seconds_count", "streaming_flush_size_bucket{file=\"journal\",le=\"1\"}", "streaming_flush_size_bucket{file=\"night-log\",le=\"1\"}",
        "streaming_queue_depth{queue=\"scoring\"} 0", "streaming_beds{state=\"ended\"} 1", "streaming_provider_in_use{provider=\"ink\"} 1",
        "streaming_provider_fallback 0", "streaming_model_in_use{model=\"ink 1\"} 1", "streaming_store_lag_bytes", "streaming_journal_lag_bytes",
        "streaming_watcher_lag 0", "streaming_dependency_up{dependency=\"store\"} 1", "streaming_dependency_up{dependency=\"broker\"} 0",
        "streaming_memory_bytes{kind=\"heap\"}",
    ];

    [Fact]
    public async Task Metrics_name_every_stage_queue_and_dependency()
    {
        await using var host = await ServiceHost.StartAsync();
        await host.FeedAsync("bed-1", new TestStudy(90, seed: 95));
        await host.EndedNightAsync(new TestStudy(90, seed: 95).Id);
        using var http = new HttpClient();

        var text = await http.GetStringAsync(new Uri(host.WebAddress + "/metrics"), TestContext.Current.CancellationToken);

        Assert.All(Names, name => Assert.Contains("\n" + name, text, StringComparison.Ordinal));
        Assert.DoesNotContain(new TestStudy(90, seed: 95).Id, text, StringComparison.Ordinal); // no patient, no study
    }

    [Fact]
    public async Task Health_says_how_each_dependency_stands()
    {
        await using var host = await ServiceHost.StartAsync(); // without a broker
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(host.WebAddress + "/healthz"), TestContext.Current.CancellationToken);
        var health = new Grpc.Health.V1.Health.HealthClient(host.Channel);

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(
            "not ready: the broker is not connected\nbroker: not connected\nstore: takes what arrives\nmodel: ink 1\nprovider: ink\n",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var watch = health.Watch(new Grpc.Health.V1.HealthCheckRequest { Service = "store" }, cancellationToken: TestContext.Current.CancellationToken);
        while (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            if (watch.ResponseStream.Current.Status == Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving) break;
        }
        var broker = await health.CheckAsync(new Grpc.Health.V1.HealthCheckRequest { Service = "broker" }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.NotServing, broker.Status);
    }

    [Fact]
    public async Task Collector_is_sent_the_same_instruments()
    {
        using var receiver = new OtlpReceiver();
        await using var host = await ServiceHost.StartAsync(settings: [$"Observing:OtlpEndpoint={receiver.Endpoint}", "Observing:OtlpIntervalSeconds=1"]);
        await host.FeedAsync("bed-1", new TestStudy(60, seed: 96));
        string body;
        do
        {
            var (contentType, bytes) = await receiver.NextAsync();
            Assert.Equal("application/x-protobuf", contentType);
            body = Encoding.Latin1.GetString(bytes);
        }
        while (!body.Contains("streaming_decisions_total", StringComparison.Ordinal));

        Assert.Contains("streaming_stage_seconds", body, StringComparison.Ordinal);
        Assert.Contains("streaming_queue_depth", body, StringComparison.Ordinal);
        // With its length before it, as a field holds it: a short name alone is found by chance among the numbers.
        Assert.DoesNotContain((char)Environment.MachineName.Length + Environment.MachineName, body, StringComparison.Ordinal);
    }
}
