using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;

namespace Streaming.Training.Datasets.Images;

/// <summary>Asks about an epoch what its labels can answer, and nothing more: a reason is given only where events are known.</summary>
internal sealed class QuestionWriter(string preset, ulong seed)
{
    private static readonly string[] s_stages = ["W", "N1", "N2", "N3", "R"];
    private static readonly string[] s_names = ["wakefulness (W)", "stage N1", "stage N2", "stage N3", "REM sleep (R)"];

    private static readonly string[] s_stageQuestions =
    [
        "Which sleep stage does this 30-second polysomnography epoch show: W, N1, N2, N3 or R?",
        "Score this 30-second epoch by the AASM rules. Answer with W, N1, N2, N3 or R.",
        "This is one page of a sleep recording. Which stage is it (W, N1, N2, N3, R)?",
    ];

    public IEnumerable<Question> Of(EpochExample example)
    {
        var random = new SeededRandom(seed, BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(example.Id))));
        yield return Ask(example, "stage", s_stageQuestions[random.Below(s_stageQuestions.Length)], example.Stage);
        if (example.Events is { } known)
            yield return Ask(example, "stage-reason", "Name the sleep stage of this epoch, and what is known of why.", Reason(example.Stage, known));
        yield return Choice(example, random);
        yield return IsStage(example, random);
        yield return Ask(example, "derivations", "How many rows of this picture show a signal, and of what is each, from top to bottom: EEG, eye or chin?", Drawn(example));
        if (Given(example).Length > 1)
            yield return Ask(example, "scorers", "Several scorers read this epoch. Do they agree, and what did each say?", Scorers(example));
        if (example.Events is { } events)
            yield return Ask(example, "spindles", "How many sleep spindles begin or go on in this epoch? Answer with a number.",
                Count(events, nameof(SimulatedEventKind.Spindle)).ToString(CultureInfo.InvariantCulture));
    }

    private static string Reason(string stage, IReadOnlyList<KnownEvent> events)
    {
        var known = events.GroupBy(known => known.Kind, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => string.Create(
                CultureInfo.InvariantCulture, $"{Words(group.Key)} {group.Count()} ({group.Sum(known => known.Seconds):0.#} s in all)"))
            .ToArray();
        return $"{stage}. The epoch is simulated; put into it were: {(known.Length > 0 ? string.Join(", ", known) : "no events")}.";
    }

    private Question Choice(EpochExample example, SeededRandom random)
    {
        var order = Enumerable.Range(0, s_stages.Length).ToArray();
        for (var i = order.Length - 1; i > 0; i--)
        {
            var place = random.Below(i + 1);
            (order[i], order[place]) = (order[place], order[i]);
        }
        var options = string.Join(' ', order.Select((stage, i) => $"{(char)('A' + i)}) {s_names[stage]}"));
        var answer = (char)('A' + Array.IndexOf(order, Array.IndexOf(s_stages, example.Stage)));
        return Ask(example, "stage-choice", $"Which stage is this epoch? {options} Answer with the letter.", $"{answer}");
    }

    // Asked of the stage it is about as often as of one that it is not.
    private Question IsStage(EpochExample example, SeededRandom random)
    {
        var own = Array.IndexOf(s_stages, example.Stage);
        var asked = random.Chance(0.5) ? own : (own + 1 + random.Below(s_stages.Length - 1)) % s_stages.Length;
        return Ask(example, "is-stage", $"Is this epoch {s_names[asked]}? Answer yes or no.", asked == own ? "yes" : "no");
    }

    // No picture names its electrodes: what can be seen is where a row lies.
    private static string Drawn(EpochExample example)
    {
        string[] drawn = [.. example.Rows.Where(row => row.Value is not null).Select(row => Kind(row.Key))];
        return FormattableString.Invariant($"{drawn.Length}: {string.Join(", ", drawn)}");
    }

    private static string Kind(string row) => Enum.Parse<DerivationRow>(row) switch
    {
        DerivationRow.LeftEye or DerivationRow.RightEye => "eye",
        DerivationRow.Chin => "chin",
        _ => "EEG",
    };

    private static string Scorers(EpochExample example)
    {
        var given = Given(example);
        var said = string.Join(", ", given.Select(entry => $"{entry.Key} {entry.Value}"));
        return $"{(given.Select(entry => entry.Value).Distinct(StringComparer.Ordinal).Count() == 1 ? "Yes" : "No")}: {said}.";
    }

    // What a simulated sleeper did is no scorer's word.
    private static KeyValuePair<string, string>[] Given(EpochExample example) =>
        [.. example.Stages.Where(entry => entry.Value != "?" && entry.Key != NightScoring.Sleeper)];

    private Question Ask(EpochExample example, string kind, string question, string answer) => new(
        $"{example.Id}/{kind}", example.Images[preset], example.Split, example.Dataset, example.Subject, kind, answer,
        [
            new ChatMessage("user", [new ChatContent("image", Image: example.Images[preset]), new ChatContent("text", Text: question)]),
            new ChatMessage("assistant", [new ChatContent("text", Text: answer)]),
        ]);

    private static int Count(IReadOnlyList<KnownEvent> events, string kind) => events.Count(known => known.Kind == kind);

    // RapidEyeMovement: rapid eye movement.
    private static string Words(string name) =>
        string.Concat(name.Select((letter, i) => (i > 0 && char.IsUpper(letter) ? " " : "") + char.ToLowerInvariant(letter)));
}
