using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Streaming.Training.Graph;
using Streaming.Training.Learning;
using Streaming.Training.Networks;

namespace Streaming.Training.Commands;

/// <summary>The options of <c>train</c> that make up its recipe. A resumed run keeps the recipe it began with.</summary>
internal sealed class RecipeOptions
{
    private static readonly TrainingRecipe s_usual = new();

    private readonly Option<int?> _microBatch = new("--micro-batch") { Description = "Images run at once, 1 or more; gradients add up to the batch's. Not given: what suits the network." };
    private readonly Option<float?> _rate = new("--rate") { Description = "Highest learning rate, above 0, below 1. Not given: what suits the network." };
    private readonly Option<int?> _warmUp = new("--warm-up") { Description = "Steps until the highest learning rate, 0 or more; then half a cosine down. Not given: a tenth of the steps, at most 100." };
    private readonly Option<float> _decay =
        Number("--weight-decay", "Pull of weights to 0, 0 to below 10; biases, norms and embeddings are spared.", s_usual.WeightDecay);
    private readonly Option<float> _clip = Number("--clip", "Longer gradients are shortened to this norm, above 0.", s_usual.ClipNorm);
    private readonly Option<float> _average = Number("--ema", "How much of the averaged weights stays at each step, 0 to below 1.", s_usual.AverageDecay);
    private readonly Option<float> _smoothing = Number("--label-smoothing", "Share of each label spread over all stages, 0 to below 1.", s_usual.LabelSmoothing);
    private const string Freeze = "--freeze";

    private readonly Option<string[]> _frozen =
        new(Freeze) { Description = "Parameters not trained, for example 'stem*'; may be repeated.", DefaultValueFactory = _ => [] };

    private readonly Option<float[]?> _classWeights = new("--class-weights")
    {
        Description = "Weights of W,N1,N2,N3,R in the loss, five numbers of 0 or more, for example 1,1.5,1,1,1. Not given: 1 each.",
        CustomParser = Weights,
    };

    private readonly Option<StageNetSize> _size = new("--size-of-network") { Description = "Of StageNet: small, usual or large. Not given: usual." };
    private readonly Option<int?> _perNight = new("--batches-per-night") { Description = "Batches until the pool takes a new night, 1 or more; more are faster. Not given: 12." };
    private readonly Option<DirectoryInfo?> _begin =
        new("--begin") { Description = "Folder of an earlier StageNet run or bundle: go on from its weights, with whole pictures alone." };

    private readonly Option<string[]> _teachers = new("--teacher")
    {
        Description = "Bundle whose answer to the undisturbed picture is part of the target; several give their mean.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<float> _teacherShare =
        Number("--teacher-share", "How much of the target is the teachers', 0 to 1; the rest is the label.", s_usual.TeacherShare);

    private readonly ForeignOptions _foreign;

    public RecipeOptions(Command command)
    {
        _foreign = new ForeignOptions(command);
        Option[] all = [_microBatch, _rate, _warmUp, _decay, _clip, _average, _smoothing, _classWeights, _frozen, _size, _perNight, _begin, _teachers, _teacherShare];
        foreach (var option in all) command.Add(option);
    }

    /// <param name="parse">The command line.</param>
    /// <param name="resumes">What is read is only told of, where it is not the run's.</param>
    /// <exception cref="CommandException">A value outside its range.</exception>
    public TrainingRecipe Read(ParseResult parse, bool resumes)
    {
        var recipe = new TrainingRecipe
        {
            MicroBatch = parse.GetValue(_microBatch),
            PeakRate = parse.GetValue(_rate),
            WarmUpSteps = parse.GetValue(_warmUp),
            WeightDecay = parse.GetValue(_decay),
            ClipNorm = parse.GetValue(_clip),
            AverageDecay = parse.GetValue(_average),
            LabelSmoothing = parse.GetValue(_smoothing),
            ClassWeights = parse.GetValue(_classWeights) is { Length: > 0 } weights ? weights : null,
            Frozen = parse.GetValue(_frozen) ?? [],
            Size = parse.GetValue(_size),
            BatchesPerNight = parse.GetValue(_perNight),
            From = _foreign.Read(parse, resumes),
            Begin = parse.GetValue(_begin)?.FullName,
            Teachers = parse.GetValue(_teachers) ?? [],
            TeacherShare = parse.GetValue(_teacherShare),
        };
        if (!resumes && recipe.Teachers.Count == 0) parse.RefuseGiven($"is for {_teachers.Name}; name a bundle with it.", _teacherShare);
        if (!resumes && recipe.From is not null) parse.RefuseGiven("is of StageNet, not for --from.", _size);
        if (recipe.Begin is not null && recipe.From is not null) throw new CommandException($"{_begin.Name} is for StageNet, not for --from.");
        Require(recipe.BatchesPerNight is null or > 0, _perNight, recipe.BatchesPerNight, "above 0");
        Require(recipe.MicroBatch is null or > 0, _microBatch, recipe.MicroBatch, "above 0");
        Require(recipe.PeakRate is null or > 0 and < 1, _rate, recipe.PeakRate, "above 0, below 1");
        Require(recipe.WarmUpSteps is null or >= 0, _warmUp, recipe.WarmUpSteps, "0 or more");
        Require(recipe.WeightDecay is >= 0 and < 10, _decay, recipe.WeightDecay, "0 to below 10");
        Require(recipe.ClipNorm > 0, _clip, recipe.ClipNorm, "above 0");
        Require(recipe.AverageDecay is >= 0 and < 1, _average, recipe.AverageDecay, "0 to below 1");
        Require(recipe.TeacherShare is >= 0 and <= 1, _teacherShare, recipe.TeacherShare, "0 to 1");
        Require(recipe.LabelSmoothing is >= 0 and < 1, _smoothing, recipe.LabelSmoothing, "0 to below 1");
        return recipe;
    }

    /// <summary>A pattern that means nothing would train what was to stay as it is.</summary>
    /// <param name="names">Of the network's parameters.</param>
    /// <exception cref="CommandException">There is one; names it, and some parameters that there are.</exception>
    public static void RefuseIdle(IReadOnlyList<string> frozen, IReadOnlyList<string> names)
    {
        const int Shown = 8;
        if (NamePattern.Idle(frozen, names) is not { } idle) return;
        string[] some = [.. names.Where((_, place) => place % Math.Max(1, names.Count / Shown) == 0).Take(Shown)];
        throw new CommandException($"{Freeze} '{idle}' is the name of none of the network's {names.Count} parameters; among them are {string.Join(", ", some)}.");
    }

    /// <summary>What was given and is not what the run began with: it keeps its recipe.</summary>
    public IEnumerable<string> Ignored(ParseResult parse, TrainingRecipe asked, TrainingRecipe begun) =>
        from part in Parts.Concat(_foreign.Parts)
        let own = Text(part.Value(begun))
        where parse.IsGiven(part.Option) && Text(part.Value(asked)) != own
        select $"{part.Option.Name} {Text(part.Value(asked))} (the run {(own.Length == 0 ? "began without" : $"has {own}")})";

    private IEnumerable<(Option Option, Func<TrainingRecipe, object?> Value)> Parts =>
    [
        (_microBatch, recipe => recipe.MicroBatch), (_rate, recipe => recipe.PeakRate), (_warmUp, recipe => recipe.WarmUpSteps),
        (_decay, recipe => recipe.WeightDecay), (_clip, recipe => recipe.ClipNorm), (_average, recipe => recipe.AverageDecay),
        (_smoothing, recipe => recipe.LabelSmoothing), (_classWeights, recipe => recipe.ClassWeights), (_frozen, recipe => recipe.Frozen),
        (_size, recipe => recipe.Size), (_perNight, recipe => recipe.BatchesPerNight), (_begin, recipe => recipe.Begin),
        (_teachers, recipe => recipe.Teachers), (_teacherShare, recipe => recipe.TeacherShare),
    ];

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        System.Collections.IEnumerable several => string.Join(',', several.Cast<object>().Select(Text)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    private static void Require(bool holds, Option option, IFormattable? value, string range)
    {
        if (!holds) throw OptionLimits.Refusal(option, value!, range);
    }

    private static Option<float> Number(string name, string description, float usual) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };

    private static float[]? Weights(ArgumentResult result)
    {
        var parts = result.Tokens[0].Value.Split(',');
        var weights = parts.Select(part => float.TryParse(part, CultureInfo.InvariantCulture, out var weight) ? weight : -1).ToArray();
        if (weights.Length == 5 && weights.All(weight => weight >= 0 && float.IsFinite(weight))) return weights;
        result.AddError($"--class-weights takes five numbers of 0 or more, not '{result.Tokens[0].Value}'.");
        return null;
    }
}
