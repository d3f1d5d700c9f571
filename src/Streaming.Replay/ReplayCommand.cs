using System.CommandLine;
using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Parts.Mqtt;
using Streaming.Replay.Gateway;
using Streaming.Replay.Recordings;

namespace Streaming.Replay;

/// <summary>The command line.</summary>
internal sealed class ReplayCommand
{
    private const string PasswordVariable = "STREAMING_MQTT_PASSWORD"; // not an argument: those can be read by every user of the machine

    private readonly Argument<string[]> _studies = new("STUDY")
    {
        Description = "EDF, EDF+ or BDF recordings. More beds than recordings play them in turn.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<string[]> _maps = new("--map")
    {
        Description = "What a channel stands for where its label does not say: 'EEG=C4-M1'; of two channels: 'L Chin-R Chin=Chin1-Chin2'. May "
            + "be repeated.",
        HelpName = "LABEL=DERIVATION",
    };
    private readonly Option<string?> _hypnogram = new("--hypnogram")
    {
        Description = "File of stage annotations for the epoch grid, where the recording has none and no file of the usual name lies beside it.",
        HelpName = "FILE",
    };
    private readonly Option<bool> _simulate = new("--simulate") { Description = "Play simulated nights instead of recordings." };
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Of the first bed's simulated night; each further bed has the next one.",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<double> _hours = new("--hours")
    {
        Description = "Length of a simulated night, above 0, at most 24.",
        DefaultValueFactory = _ => 8,
    };
    private readonly Option<string> _layout = new("--layout")
    {
        Description = "Channels of a simulated night: aasm, sleep-edf, shhs, mass, isruc, single-eeg or random.",
        DefaultValueFactory = _ => "aasm",
    };
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
    private readonly Option<string> _prefix = new("--prefix") { Description = "First part of the topics.", DefaultValueFactory = _ => "psg/v1" };
    private readonly Option<string> _site = new("--site")
    {
        Description = "Site in the topics: 1-64 of A-Z a-z 0-9 - _ .",
        DefaultValueFactory = _ => "lab",
    };
    private readonly Option<string?> _bed = new("--bed") { Description = "Bed in the topics. Several beds are numbered: bed1, bed2 ..." };
    private readonly Option<int> _beds = new("--beds") { Description = "How many beds to play, 1 to 999. Default: one for each recording." };
    private readonly Option<string> _speed = new("--speed")
    {
        Description = "Times real time, above 0; or max: as fast as the broker acknowledges.",
        DefaultValueFactory = _ => "1",
    };
    private readonly Option<double> _for = new("--for")
    {
        Description = "Stop after so many seconds. The study is not ended then: its recording was not.",
        HelpName = "SECONDS",
    };
    private readonly Option<ulong> _maxBlocks = new("--max-blocks") { Description = "Stop each bed after so many blocks; the study is not ended." };
    private readonly Option<double> _withhold = new("--withhold")
    {
        Description = "Share of the blocks, 0 to 1, not sent until the service asks for them: to try out backfill.",
    };
    private readonly TimeProvider _time;
    private readonly TextWriter _report;
    private readonly RootCommand _root = new("Pretends to be beds: plays recorded or simulated studies to an MQTT broker, paced by their sample clock.");

    public ReplayCommand(TimeProvider time, TextWriter report)
    {
        (_time, _report) = (time, report);
        _root.Add(_studies);
        foreach (var option in (Option[])
            [
                _maps, _hypnogram, _simulate, _seed, _hours, _layout, _broker, _user, _tls, _authority, _prefix, _site, _bed, _beds, _speed,
                _for, _maxBlocks, _withhold,
            ])
            _root.Add(option);
        _root.SetAction(RunAsync);
    }

    public Task<int> InvokeAsync(string[] args, CancellationToken cancellationToken = default) => _root.Parse(args).InvokeAsync(
        new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) }, cancellationToken);

    /// <summary>The options of a command line, or null and what is wrong with it.</summary>
    public (ReplayOptions? Options, IReadOnlyList<string> Problems) Read(string[] args) => Read(_root.Parse(args));

    private async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var (options, problems) = Read(line);
        foreach (var problem in problems) await _report.WriteLineAsync($"replay: {problem}");
        if (options is null) return 2;
        using var source = options.Source;
        try
        {
            return await new ReplayRun(options, _time, _report).RunAsync(cancellationToken);
        }
        catch (RecordingException refusal)
        {
            await _report.WriteLineAsync($"replay: {refusal.Message}");
            return 2;
        }
    }

    private (ReplayOptions? Options, IReadOnlyList<string> Problems) Read(ParseResult line)
    {
        var problems = new List<string>(line.Errors.Select(error => error.Message));
        if (problems.Count > 0) return (null, problems);
        var source = Source(line, problems);
        var broker = Broker(line, problems);
        var (site, bed, prefix) = (line.GetValue(_site)!, line.GetValue(_bed), line.GetValue(_prefix)!);
        if (!BedTopics.IsName(site)) problems.Add($"--site '{site}' is not 1-64 characters of A-Z a-z 0-9 - _ .");
        if (bed is not null && !BedTopics.IsName(bed)) problems.Add($"--bed '{bed}' is not 1-64 characters of A-Z a-z 0-9 - _ .");
        if (prefix.Length is 0 or > 200 || prefix.AsSpan().ContainsAny("#+\0")) problems.Add($"--prefix '{prefix}' is not a part of a topic.");
        var hasBeds = line.GetResult(_beds) is not null;
        var beds = line.GetValue(_beds);
        if (hasBeds && beds is < 1 or > 999) problems.Add($"--beds {beds} is not from 1 to 999.");
        var stop = line.GetValue(_for);
        if (line.GetResult(_for) is not null && stop is not (> 0 and < 1e6))
            problems.Add($"--for {stop} is not a number of seconds above 0 and below a million.");
        var play = Play(line, problems);
        if (problems.Count > 0) return (null, problems);
        return (new ReplayOptions(source!, broker!)
        {
            Prefix = prefix,
            Site = site,
            Bed = bed ?? "bed",
            IsBedNamed = bed is not null,
            Beds = beds,
            Play = play,
            StopAfter = stop > 0 ? TimeSpan.FromSeconds(stop) : null,
        }, []);
    }

    private PlayOptions Play(ParseResult line, List<string> problems)
    {
        var (text, withhold) = (line.GetValue(_speed)!, line.GetValue(_withhold));
        var speed = double.PositiveInfinity;
        if (text != "max" && (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out speed)
            || speed is not (> 0 and <= 1e6)))
            problems.Add($"--speed '{text}' is neither max nor a number above 0 and up to a million.");
        if (withhold is not (>= 0 and <= 1)) problems.Add($"--withhold {withhold} is not from 0 to 1.");
        return new PlayOptions { Speed = speed, MaximumBlocks = line.GetValue(_maxBlocks), WithholdShare = withhold, Seed = line.GetValue(_seed) };
    }

    private IRecordingSource? Source(ParseResult line, List<string> problems)
    {
        var studies = line.GetValue(_studies) ?? [];
        var simulate = line.GetValue(_simulate);
        if (simulate == studies.Length > 0) problems.Add("Give either recordings (EDF files) or --simulate. See --help.");
        if (simulate && line.GetValue(_maps) is { Length: > 0 }) problems.Add("--map is for recordings; simulated channels name themselves.");
        var maps = new List<DerivationMap>();
        foreach (var text in line.GetValue(_maps) ?? [])
        {
            if (DerivationMap.TryParse(text, out var map) is { } problem) problems.Add($"--map {problem}");
            else maps.Add(map!);
        }

        foreach (var path in studies.Append(line.GetValue(_hypnogram) ?? "").Where(path => path.Length > 0 && !File.Exists(path)))
            problems.Add($"There is no file '{path}'.");
        var night = Night(line, problems);
        if (problems.Count > 0) return null;
        return simulate ? new SimulatedSource(night, line.GetValue(_seed), _time) : new EdfSource(studies, maps, line.GetValue(_hypnogram));
    }

    private NightSimulatorOptions Night(ParseResult line, List<string> problems)
    {
        var hours = line.GetValue(_hours);
        if (hours is not (> 0 and <= 24)) problems.Add($"--hours {hours} is not above 0 and at most 24.");
        var name = line.GetValue(_layout)!.Replace("-", "", StringComparison.Ordinal);
        if (!Enum.TryParse<SimulatedLayout>(name, ignoreCase: true, out var layout) || !Enum.IsDefined(layout) || name.Any(char.IsAsciiDigit))
            problems.Add($"--layout '{line.GetValue(_layout)}' is none of aasm, sleep-edf, shhs, mass, isruc, single-eeg, random.");
        return new NightSimulatorOptions
        {
            Epochs = (int)Math.Clamp(Math.Ceiling(hours * 120), 1, 2880),
            Layout = layout,
            RateHz = layout == SimulatedLayout.Aasm ? 256 : null,
        };
    }

    private MqttClientOptions? Broker(ParseResult line, List<string> problems)
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

        var authority = line.GetValue(_authority);
        if (authority is not null && !File.Exists(authority)) problems.Add($"There is no file '{authority}'.");
        return new MqttClientOptions
        {
            ClientId = "replay",
            Host = host.Trim('[', ']'),
            Port = port,
            UserName = line.GetValue(_user),
            Password = line.GetValue(_user) is null ? null : Environment.GetEnvironmentVariable(PasswordVariable),
            Tls = line.GetValue(_tls) || authority is not null ? new MqttTls { CertificateAuthorityFile = authority } : null,
            SessionExpirySeconds = 600,
        };
    }
}
