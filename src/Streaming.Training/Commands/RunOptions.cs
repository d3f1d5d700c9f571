using System.CommandLine;
using Streaming.Scoring;
using Streaming.Training.Learning;

namespace Streaming.Training.Commands;

/// <summary>The options of <c>train</c> that say how long, on what and where to.</summary>
internal sealed class RunOptions
{
    private const int MostBatch = 1024;
    private const int MostPool = 10_000;

    private readonly Option<ulong> _seed = Usual<ulong>("--seed", "Seed of everything random.", 1);
    private readonly Option<int?> _steps = new("--steps") { Description = "Length of each phase in steps, 1 or more; reproducible bit for bit." };
    private readonly Option<double> _minutes = Usual("--minutes", "Length in minutes by the clock, above 0, where --steps is not given; a resumed run keeps its own.", TrainerOptions.UsualMinutes);
    private readonly Option<int> _subjects = Usual("--subjects", "Different simulated subjects, 1 or more.", 4000);
    private readonly Option<string> _output = new("--output") { Description = "Folder for checkpoint and bundle.", Required = true };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the folder's checkpoint." };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the run or bundle that the folder holds, as soon as the first step is done." };
    private readonly Option<int> _threads = Usual("--threads", "Threads of the network, 1 to 256; they change the pace only.", 1);
    private readonly Option<ScoringProvider> _provider = Usual("--provider", "Engine: auto takes CUDA where it loads.", ScoringProvider.Auto);
    private readonly Option<int> _batch = Usual("--batch", "Images a step, 1 to 1024.", 32);
    private readonly Option<int> _pool = Usual("--pool", "Nights in memory at once, about 15 MB each, 1 to 10000.", 48);
    private readonly Option<int> _producers = Usual("--producers", "Threads that make the pictures, 1 to 256; they change the pace only.", 1);
    private readonly Option<int> _every = Usual("--checkpoint-steps", "Steps between checkpoints, 1 or more.", 200);

    private readonly Option<string?> _name = new("--name") { Description = "What the bundle is called; the last name of --output if not given." };
    private readonly Option<string> _version = Usual("--model-version", "Its version; bundles of one name and version are training seeds of one model.", "1");

    public RunOptions(Command command)
    {
        Option[] all = [_name, _version, _seed, _steps, _minutes, _subjects, _output, _resume, _overwrite, _threads, _provider, _batch, _pool, _producers, _every];
        foreach (var option in all) command.Add(option);
    }

    /// <summary>Of simulated nights alone.</summary>
    public Option Subjects => _subjects;

    /// <exception cref="CommandException">A number below its limit, or options that exclude each other.</exception>
    public TrainerOptions Read(ParseResult parse, TrainingRecipe recipe)
    {
        if (parse.GetValue(_resume) && parse.GetValue(_overwrite)) throw new CommandException($"{_resume.Name} and {_overwrite.Name} exclude each other.");
        if (parse.IsGiven(_steps) && parse.IsGiven(_minutes)) throw new CommandException($"{_steps.Name} and {_minutes.Name} exclude each other: each is the length of the run.");
        return new TrainerOptions
        {
            Seed = parse.GetValue(_seed),
            Steps = parse.AtLeast(_steps, 1),
            Minutes = parse.IsGiven(_minutes) ? parse.AboveZero(_minutes) : null,
            Subjects = parse.AtLeast(_subjects, 1),
            Output = parse.GetValue(_output)!,
            Resume = parse.GetValue(_resume),
            Overwrite = parse.GetValue(_overwrite),
            Threads = parse.Within(_threads, 1, OptionLimits.MostThreads),
            Provider = parse.GetValue(_provider),
            BatchSize = parse.Within(_batch, 1, MostBatch),
            PoolNights = parse.Within(_pool, 1, MostPool),
            Producers = parse.Within(_producers, 1, OptionLimits.MostThreads),
            CheckpointSteps = parse.AtLeast(_every, 1),
            Recipe = recipe with { Name = Name(parse), Version = parse.GetValue(_version)!.Trim() },
        };
    }

    private string Name(ParseResult parse)
    {
        var name = (parse.GetValue(_name) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(parse.GetValue(_output)!)))).Trim();
        if (name.Length == 0) throw new CommandException($"{_name.Name} is empty: the bundle needs a name.");
        if (string.IsNullOrWhiteSpace(parse.GetValue(_version))) throw new CommandException($"{_version.Name} is empty: the bundle needs a version.");
        return name;
    }

    public bool Resumes(ParseResult parse) => parse.GetValue(_resume);

    /// <summary>What was given and is not what the run began with.</summary>
    public IEnumerable<string> Ignored(ParseResult parse, TrainerOptions asked, RunState begun)
    {
        var isLengthKnown = begun.Steps.Skip(begun.Phase).All(steps => steps > 0);
        (Option Option, string? Asked, string? Own)[] parts =
        [
            (_seed, $"{asked.Seed}", $"{begun.Seed}"), (_subjects, $"{asked.Subjects}", $"{begun.Subjects}"),
            (_batch, $"{asked.BatchSize}", $"{begun.BatchSize}"), (_pool, $"{asked.PoolNights}", $"{begun.PoolNights}"),
            (_steps, isLengthKnown ? $"{asked.Steps}" : "", isLengthKnown ? $"{begun.Steps[begun.Phase]}" : ""),
            (_minutes, isLengthKnown ? FormattableString.Invariant($"{asked.Minutes}") : "", isLengthKnown ? $"{begun.Steps[begun.Phase]} steps" : ""),
            (_name, asked.Recipe.Name, begun.Recipe.Name), (_version, asked.Recipe.Version, begun.Recipe.Version),
        ];
        return parts.Where(part => parse.IsGiven(part.Option) && part.Asked != part.Own)
            .Select(part => $"{part.Option.Name} {part.Asked} (the run has {part.Own ?? "none"})");
    }

    private static Option<T> Usual<T>(string name, string description, T usual) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };
}
