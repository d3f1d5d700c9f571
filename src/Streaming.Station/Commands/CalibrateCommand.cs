using System.CommandLine;
using Grpc.Core;
using Spectre.Console;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>calibrate: the bio-calibration checklist, and its steps.</summary>
internal static class CalibrateCommand
{
    public static Command Build(ConnectOptions connect)
    {
        var night = NightArgument.Create();
        var step = new Argument<string?>("STEP")
        {
            Description = $"{string.Join(", ", MarkWords.Steps.Keys)}; left out: show the checklist",
            Arity = ArgumentArity.ZeroOrOne,
        };
        step.AcceptOnlyFromAmong([.. MarkWords.Steps.Keys]);
        var at = MomentArgument.CreateOption();
        at.Description = "When the patient began; study time in seconds, hh:mm:ss, or now";
        var duration = new Option<double>("--seconds") { Description = "For how long, 2 to 300", DefaultValueFactory = _ => 30 };
        var author = new Option<string>("--author") { Description = "Who says so; needed with a step" };
        var command = new Command("calibrate", "Bio-calibration before lights off: mark a step as the patient begins it, or see what the leads show")
            { night, step, at, duration, author };
        command.Validators.Add(result =>
        {
            if (result.GetValue(step) is not null && string.IsNullOrEmpty(result.GetValue(author))) result.AddError("A step needs --author: it is kept with the night.");
        });
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var reference = NightArgument.Parse(arguments.GetRequiredValue(night));
            if (arguments.GetValue(step) is { } wanted)
            {
                var mark = new NightMark
                {
                    AtSeconds = await MomentArgument.ReadAsync(arguments.GetRequiredValue(at), reference, client, options),
                    Author = arguments.GetRequiredValue(author),
                    Calibration = new BioCalibration { Step = MarkWords.Steps[wanted], DurationSeconds = arguments.GetValue(duration) },
                };
                var kept = (await client.AddMarkAsync(new AddMarkRequest { Night = reference, Mark = mark }, options)).Mark;
                Console.WriteLine($"{MarkWords.Of(kept)} at={StudyTime.Clock(StudyTime.Seconds(kept.AtSeconds))} study={kept.StudyId}");
                return;
            }
            await ShowAsync(reference, client, options);
        }, cancellationToken));
        return command;
    }

    private static async Task ShowAsync(NightRef night, SleepMonitor.SleepMonitorClient client, CallOptions options)
    {
        foreach (var result in (await client.GetCalibrationAsync(new GetCalibrationRequest { Night = night }, options)).Results)
        {
            var at = result.Mark is null ? "        " : StudyTime.Clock(StudyTime.Seconds(result.Mark.AtSeconds));
            var (sign, colour) = result.Verdict switch
            {
                CalibrationVerdict.Seen => ("seen      ", "green"),
                CalibrationVerdict.NotSeen => ("NOT SEEN  ", "yellow"),
                _ => (result.Mark is null ? "to do     " : "not judged", "grey"),
            };
            AnsiConsole.MarkupLine($"{MarkWords.Of(result.Step),-16} {at} [{colour}]{sign}[/] {Markup.Escape(result.Mark is null ? "" : result.Text)}".TrimEnd());
        }
    }
}
