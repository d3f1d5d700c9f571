using System.CommandLine;
using System.Globalization;
using Streaming.Parts.CommandLine;
using Streaming.Replay.Gateway;
using Streaming.Replay.Recordings;

namespace Streaming.Replay;

/// <summary>The command line.</summary>
internal sealed class ReplayCommand
{
    private readonly RecordingArguments _recordings;
    private readonly BrokerArguments _broker = new();
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

    public ReplayCommand(TimeProvider time, TextWriter report)
    {
        (_time, _report, _recordings) = (time, report, new RecordingArguments(time));
        _recordings.AddTo(Root);
        _broker.AddTo(Root);
        foreach (var option in (Option[])[_prefix, _site, _bed, _beds, _speed, _for, _maxBlocks, _withhold]) Root.Add(option);
        Root.SetAction(RunAsync);
    }

    public RootCommand Root { get; } =
        new("Pretends to be beds: plays recorded or simulated studies to an MQTT broker, paced by their sample clock.");

    public Task<int> InvokeAsync(string[] args, CancellationToken cancellationToken = default) =>
        Root.Parse(args).RunAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) }, cancellationToken);

    /// <summary>The options of a command line, or null and what is wrong with it.</summary>
    public (ReplayOptions? Options, IReadOnlyList<string> Problems) Read(string[] args) => Read(Root.Parse(args));

    private async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var (options, problems) = Read(line);
        foreach (var problem in problems) await _report.WriteLineAsync($"replay: {problem}");
        if (options is null) return 1;
        using var source = options.Source;
        try
        {
            return await new ReplayRun(options, _time, _report).RunAsync(cancellationToken);
        }
        catch (RecordingException refusal)
        {
            await _report.WriteLineAsync($"replay: {refusal.Message}");
            return 1;
        }
    }

    private (ReplayOptions? Options, IReadOnlyList<string> Problems) Read(ParseResult line)
    {
        var problems = new List<string>(ParseFaults.Of(line));
        if (problems.Count > 0) return (null, problems);
        var source = _recordings.Read(line, problems);
        var broker = _broker.Read(line, problems);
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
        return new PlayOptions
        {
            Speed = speed,
            // What is withheld must fit between two epochs' ends to be asked for in time.
            Joined = withhold > 0 ? 1 : PlayOptions.JoinedAt(speed),
            MaximumBlocks = line.GetValue(_maxBlocks),
            WithholdShare = withhold,
            Seed = _recordings.Seed(line),
        };
    }
}
