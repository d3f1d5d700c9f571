using System.Globalization;
using Streaming.Tests.Interop;

namespace Streaming.Tests.EndToEnd.Soak;

/// <summary>Broker and service, and what befalls them while the night goes on.</summary>
internal sealed class SoakWard(SoakOptions options, MosquittoBroker broker, string store, int grpcPort, IReadOnlyList<SoakBed> beds, WatcherCrowd crowd)
{
    private const double BrokerFaultsPerHour = 3;
    private const int Kills = 6; // in the first thirtieth and in the tail; the process between is left alone, to compare its memory
    private const int Looks = 10; // at memory at rest
    private readonly Random _random = new(options.Seed);
    private readonly List<string> _outputs = [];
    private readonly HttpClient _http = new();
    private ServiceProcess _service = Start(broker.Port, store, grpcPort);

    public int ServiceKills { get; private set; }

    public int BrokerRestarts { get; private set; }

    public int BrokerKills { get; private set; }

    /// <summary>What every service process wrote.</summary>
    public IReadOnlyList<string> Outputs => _outputs;

    public MemorySeries Memory { get; } = new();

    /// <summary>What the process held without its crowd, all garbage collected: at the end of the first hour of eight, and of the last.</summary>
    public List<(long LiveBytes, long ResidentBytes)> AtRest { get; } = [];

    /// <summary>Study seconds that the bed in the middle has come to.</summary>
    private double Now => beds.Select(bed => bed.TotalSeconds).Order().ElementAt(beds.Count / 2);

    public Task ServingAsync() => _service.ServingAsync();

    public async Task DisturbAsync(CancellationToken cancellationToken)
    {
        var disturbances = Plan();
        try
        {
            foreach (var (at, what) in disturbances)
            {
                while (Now < at)
                {
                    await MeasureAsync(cancellationToken);
                }
                await what(cancellationToken);
            }
            while (true) await MeasureAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The night is over.
        }
    }

    /// <returns>The exit code of the last process.</returns>
    public async Task<int> StopAsync()
    {
        var code = await _service.InterruptAsync();
        _outputs.Add(_service.Output);
        await _service.DisposeAsync();
        return code;
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _service.DisposeAsync();
    }

    private List<(double At, Func<CancellationToken, Task> What)> Plan()
    {
        var plan = new List<(double At, Func<CancellationToken, Task> What)>();
        for (var n = 0; n < Kills; n++)
        {
            var at = n % 3 == 2 ? Between(options.QuietTo, options.StudySeconds) : Between(0, options.QuietFrom / 4);
            plan.Add((at, KillServiceAsync));
        }
        for (var n = 0; n < Math.Max(3, BrokerFaultsPerHour * options.Hours); n++)
        {
            plan.Add((Between(0, options.StudySeconds), (n % 3) switch
            {
                0 => RestartBrokerAsync,
                1 => KillBrokerAsync,
                _ => LeaveWithoutBrokerAsync,
            }));
        }
        if (options.Hours >= 1) // a short night is over before the crowd has left
        {
            plan.Add((options.QuietFrom, MeasureAtRestAsync));
            plan.Add((options.QuietTo, MeasureAtRestAsync));
        }
        return [.. plan.OrderBy(entry => entry.At)];
    }

    private double Between(double from, double to) => from + _random.NextDouble() * (to - from);

    private async Task KillServiceAsync(CancellationToken cancellationToken)
    {
        await _service.KillAsync();
        _outputs.Add(_service.Output);
        await _service.DisposeAsync();
        await Task.Delay(_random.Next(500), cancellationToken);
        _service = Start(broker.Port, store, grpcPort);
        ServiceKills++;
    }

    private async Task RestartBrokerAsync(CancellationToken cancellationToken)
    {
        await broker.RestartAsync(cancellationToken);
        BrokerRestarts++;
    }

    /// <summary>It writes nothing as it ends: what it had acknowledged and not passed on is gone.</summary>
    private async Task KillBrokerAsync(CancellationToken cancellationToken)
    {
        await broker.KillAsync();
        ExcuseAll();
        await broker.StartAgainAsync(cancellationToken);
        BrokerKills++;
    }

    private async Task LeaveWithoutBrokerAsync(CancellationToken cancellationToken)
    {
        await broker.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(1 + _random.Next(4)), cancellationToken);
        await broker.StartAgainAsync(cancellationToken);
        BrokerRestarts++;
    }

    private void ExcuseAll()
    {
        foreach (var bed in beds) bed.Current.Excuse(240, 240);
    }

    private Task MeasureAtRestAsync(CancellationToken cancellationToken) => crowd.StayAwayAsync(async () =>
    {
        var (live, resident) = (long.MaxValue, long.MaxValue);
        for (var n = 0; n < Looks; n++) // samples on their way are in use only for a moment: the least counts
        {
            await _service.CollectAsync(cancellationToken);
            (live, resident) = (Math.Min(live, await MemoryBytesAsync("live", cancellationToken)), Math.Min(resident, _service.ResidentBytes));
        }
        AtRest.Add((live, resident));
    }, cancellationToken);

    private async Task<long> MemoryBytesAsync(string kind, CancellationToken cancellationToken)
    {
        var metrics = await _http.GetStringAsync(new Uri(_service.WebAddress, "/metrics"), cancellationToken);
        var heap = metrics.Split('\n').First(line => line.StartsWith($"streaming_memory_bytes{{kind=\"{kind}\"}}", StringComparison.Ordinal));
        return long.Parse(heap.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(200, cancellationToken);
        try
        {
            Memory.Note(Now, await MemoryBytesAsync("heap", cancellationToken), _service.ResidentBytes);
        }
        catch (HttpRequestException)
        {
            // It is just starting.
        }
    }

    // Beds are silent for seconds while a gateway is away; a minute of study passes in less.
    private static ServiceProcess Start(int brokerPort, string store, int grpcPort) =>
        ServiceProcess.Start(brokerPort, store, grpcPort, "Serving:HeartbeatSeconds=1");
}
