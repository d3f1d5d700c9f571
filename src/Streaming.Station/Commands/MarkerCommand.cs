using System.CommandLine;
using System.Globalization;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>marker: body position, CPAP pressure or video offset at a moment of the night.</summary>
internal static class MarkerCommand
{
    public static Command Build(ConnectOptions connect)
    {
        var night = NightArgument.Create();
        var kind = new Argument<string>("KIND") { Description = "position, cpap or video" };
        kind.AcceptOnlyFromAmong("position", "cpap", "video");
        var value = new Argument<string>("VALUE")
        {
            Description = $"position: {string.Join(", ", MarkWords.Positions.Keys)}; cpap: cm H2O from then on, 0 to 40, 0 is off; video: seconds, its time minus the study's",
        };
        var expiratory = new Option<double>("--expiratory") { Description = "cpap: cm H2O of the expiratory level, 0 to 40; left out: the same" };
        var at = MomentArgument.CreateOption();
        var author = AuthorOption.Create();
        var command = new Command("marker", "Mark a body position, a CPAP pressure or the video's offset; no stage changes by it")
            { night, kind, value, expiratory, at, author };
        command.Validators.Add(result =>
        {
            var (what, said) = (result.GetValue(kind), result.GetValue(value));
            if (what is not null && said is not null && Read(what, said, 0) is null)
                result.AddError(what == "position" ? $"'{said}' is no position: {string.Join(", ", MarkWords.Positions.Keys)}." : $"'{said}' is no number.");
        });
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var reference = NightArgument.Parse(arguments.GetRequiredValue(night));
            var mark = Read(arguments.GetRequiredValue(kind), arguments.GetRequiredValue(value), arguments.GetValue(expiratory))!;
            mark.AtSeconds = await MomentArgument.ReadAsync(arguments.GetRequiredValue(at), reference, client, options);
            mark.Author = arguments.GetRequiredValue(author);
            var kept = (await client.AddMarkAsync(new AddMarkRequest { Night = reference, Mark = mark }, options)).Mark;
            Console.WriteLine($"{MarkWords.Of(kept)} at={StudyTime.Clock(StudyTime.Seconds(kept.AtSeconds))} study={kept.StudyId}");
        }, cancellationToken));
        return command;
    }

    /// <summary>Null where the value does not fit the kind.</summary>
    private static NightMark? Read(string kind, string value, double expiratory)
    {
        if (kind == "position")
            return MarkWords.Positions.TryGetValue(value, out var position) ? new NightMark { Position = new PositionChange { Position = position } } : null;
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
        return kind == "cpap"
            ? new NightMark { Cpap = new Cpap { PressureCmH2O = number, ExpiratoryCmH2O = expiratory } }
            : new NightMark { Video = new VideoSync { OffsetSeconds = number } };
    }
}
