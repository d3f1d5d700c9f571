using System.CommandLine;
using Streaming.Training.Commands;
using Streaming.Training.Learning;
using Streaming.Training.Networks.Foreign;

namespace Streaming.Tests.Training.Commands;

public sealed class IgnoredOptionsTests
{
    [Theory]
    [InlineData("--rate 0.01 --clip 1", "--rate 0.01 (the run began without)")]
    [InlineData("--freeze a --freeze b --class-weights 1,1.5,1,1,1", "--class-weights 1,1.5,1,1,1 (the run began without), --freeze a,b (the run began without)")]
    [InlineData("--lora 2 --size 192x48", "--lora 2 (the run has 1)")]
    [InlineData("", "")]
    public void Resumed_run_says_which_options_it_does_not_take(string line, string ignored)
    {
        var command = new Command("train");
        var recipe = new RecipeOptions(command);
        var parse = command.Parse(line);
        var begun = new TrainingRecipe { From = new ForeignRecipe { Path = "a.onnx", LoraRank = 1, Width = 192, Height = 48 } };
        Assert.Equal(ignored, string.Join(", ", recipe.Ignored(parse, recipe.Read(parse, resumes: true), begun)));
    }

    [Fact]
    public void Length_that_was_set_stays_and_seed_and_batch_do()
    {
        var command = new Command("train");
        var (run, recipe) = (new RunOptions(command), new TrainingRecipe());
        var parse = command.Parse("--output a --resume --seed 5 --batch 32 --steps 9");
        string[] Ignored(params int[] steps) => [.. run.Ignored(parse, run.Read(parse, recipe), new RunState(1, 4000, 32, 48, 0, steps))];
        Assert.Equal(["--seed 5 (the run has 1)", "--steps 9 (the run has 7)"], Ignored(7, 7));
        Assert.Equal(["--seed 5 (the run has 1)"], Ignored(0, 0)); // the clock had not set it yet
    }
}
