using System.CommandLine;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Replay.Recordings;

namespace Streaming.Replay;

/// <summary>The part of the command line that says what is played: files, or simulated nights.</summary>
internal sealed class RecordingArguments(TimeProvider time)
{
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
        Description = "File of stage annotations for the epoch grid, instead of those in the recording or in the file of its name beside it.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _zone = new("--time-zone")
    {
        Description = "Where the recordings were made, as in Europe/Berlin: their headers have local time. Default: they have UTC's.",
        HelpName = "NAME",
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

    public void AddTo(RootCommand root)
    {
        root.Add(_studies);
        foreach (var option in (Option[])[_maps, _hypnogram, _zone, _simulate, _seed, _hours, _layout]) root.Add(option);
    }

    public ulong Seed(ParseResult line) => line.GetValue(_seed);

    /// <summary>The recordings, or null and what is wrong.</summary>
    public IRecordingSource? Read(ParseResult line, List<string> problems)
    {
        var studies = line.GetValue(_studies) ?? [];
        var simulate = line.GetValue(_simulate);
        if (simulate == studies.Length > 0) problems.Add("Give either recordings (EDF files) or --simulate. See --help.");
        if (simulate && line.GetValue(_maps) is { Length: > 0 }) problems.Add("--map is for recordings; simulated channels name themselves.");
        if (simulate && line.GetValue(_hypnogram) is not null) problems.Add("--hypnogram is for recordings; simulated nights have stages of their own.");
        if (!simulate && Array.Find<Option>([_hours, _layout], option => line.GetResult(option) is { Implicit: false }) is { } idle)
            problems.Add($"{idle.Name} is for --simulate; a recording has its own.");
        var maps = new List<DerivationMap>();
        foreach (var text in line.GetValue(_maps) ?? [])
        {
            if (DerivationMap.TryParse(text, out var map) is { } problem) problems.Add($"--map {problem}");
            else maps.Add(map!);
        }

        foreach (var path in studies.Append(line.GetValue(_hypnogram) ?? "").Where(path => path.Length > 0 && !File.Exists(path)))
            problems.Add(path.StartsWith('-') ? $"There is neither an option nor a file '{path}'. See --help." : $"There is no file '{path}'.");
        var clock = Clock(line, simulate, problems);
        var night = Night(line, problems);
        if (problems.Count > 0) return null;
        return simulate ? new SimulatedSource(night, line.GetValue(_seed), time) : new EdfSource(studies, maps, line.GetValue(_hypnogram), clock);
    }

    private LocalClock? Clock(ParseResult line, bool simulate, List<string> problems)
    {
        if (line.GetValue(_zone) is not { } name) return null;
        if (simulate) problems.Add("--time-zone is for recordings; simulated nights begin now.");
        if (name.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return new LocalClock(zone);
        problems.Add($"--time-zone '{name}' is neither UTC nor in this machine's time zone database (/usr/share/zoneinfo, of the package tzdata), as Europe/Berlin is.");
        return null;
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
}
