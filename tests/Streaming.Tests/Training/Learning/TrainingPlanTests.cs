using System.Text.Json;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Learning;

namespace Streaming.Tests.Training.Learning;

public sealed class TrainingPlanTests
{
    [Fact]
    public void Run_is_called_by_its_own_name_also_when_it_is_resumed()
    {
        var state = new RunState(1, 1, 1, 1, 0, [0]) { Recipe = new TrainingRecipe { Name = "apnoea", Version = "7" } };
        var read = JsonSerializer.Deserialize<RunState>(JsonSerializer.Serialize(state))!;
        var plan = StageNetPlan.Create().Called(read.Recipe);
        Assert.Equal(("apnoea", "7"), (plan.Name, plan.Version));
    }

    [Fact]
    public void Run_begun_before_runs_had_names_keeps_the_name_and_version_it_was_begun_under()
    {
        const string Before = """{"Seed":1,"Subjects":1,"BatchSize":1,"PoolNights":1,"Phase":0,"Steps":[0],"Data":"","Recipe":{"PeakRate":0.001}}""";
        var state = JsonSerializer.Deserialize<RunState>(Before)!;
        var plan = StageNetPlan.Create().Called(state.Recipe);
        Assert.Equal(("stagenet-2", "2"), (plan.Name, plan.Version));
        Assert.Null(state.TrainedOn);
    }

    [Fact]
    public void Bundle_tells_what_it_began_with_who_taught_it_and_whom_they_come_from_each_once_in_their_own_words()
    {
        ModelAncestor[] elders = [new("c version 3 (33333333)", "Hewn."), new("d version 4 (44444444)", "Cast.")];
        var first = new Ancestor("a version 1 (11111111)", "Born.") { Ancestors = elders };
        var second = new Ancestor("b version 2 (22222222)", "Bred.") { Ancestors = [new(first.Name, first.Training), elders[0]] };
        var recipe = new TrainingRecipe { Begin = "x", Teachers = ["x", "y"], TeacherShare = 1 };
        var state = new RunState(1, 1, 32, 1, 1, [0, 9]) { Recipe = recipe, Before = first, TaughtBy = [first, second], Data = "simulated nights, seed 1" };
        var kept = JsonSerializer.Deserialize<RunState>(JsonSerializer.Serialize(state))!;
        var told = StageNetPlan.Create().Statement(kept);
        Assert.Contains("begun with the weights of a version 1 (11111111), 9 steps of 32", told, StringComparison.Ordinal);
        Assert.Contains("100 % of each target was the mean answer of a version 1 (11111111), b version 2 (22222222)", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Born.", told, StringComparison.Ordinal);
        Assert.Equal([new(first.Name, "Born."), new(second.Name, "Bred."), .. elders], Ancestor.AllOf(kept)!);
        Assert.Null(Ancestor.AllOf(kept with { Before = null, TaughtBy = [] }));
    }

    [Fact]
    public void Simulated_run_that_went_on_from_people_does_not_say_that_nobody_was_trained_on()
    {
        var known = new Streaming.Scoring.TrainedOn { Datasets = ["isruc"], SplitSeed = null, Training = ["isruc/1"], Calibration = [] };
        var told = StageNetPlan.Create().Statement(new RunState(1, 1, 1, 1, 1, [0, 0]) { Data = "simulated nights, seed 1", TrainedOn = known });
        Assert.DoesNotContain("Simulated nights only", told, StringComparison.Ordinal);
        Assert.Contains("No real recording was trained on in this run.", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_on_miniatures_is_stated_as_such_and_on_recordings_is_not()
    {
        string Stated(NightKind kind, string data) => StageNetPlan.Create().Statement(new RunState(1, 1, 1, 1, 1, [0, 0]) { Kind = kind, Data = data });
        var miniatures = Stated(NightKind.Imported, "simulated (miniature of isruc) (split seed 1): 1 subject");
        Assert.Contains("Imported nights, simulated (miniature of isruc)", miniatures, StringComparison.Ordinal);
        Assert.EndsWith("never accuracy.", miniatures, StringComparison.Ordinal);
        Assert.DoesNotContain("imulated", Stated(NightKind.Imported, "isruc (split seed 1): 1 subject"), StringComparison.Ordinal);
        Assert.StartsWith("Simulated nights only", Stated(NightKind.Simulated, "simulated nights, seed 1: 4 subjects"), StringComparison.Ordinal);
        Assert.DoesNotContain("experts'", Stated(NightKind.Simulated, "simulated nights, seed 1: 4 subjects"), StringComparison.Ordinal);
        Assert.Contains("experts' of the nights followed", Stated(NightKind.Following, "simulated nights, seed 1: 4 subjects"), StringComparison.Ordinal);
    }
}
