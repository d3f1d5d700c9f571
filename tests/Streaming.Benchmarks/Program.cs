using System.CommandLine;
using Streaming.Benchmarks;

var root = new RootCommand("Benchmarks. Each ends with its ratio to the limit or the rival; machines are noisy, so look at ratios, not at times.")
{
    LineCommand.Create(),
    BudgetCommand.Create(),
    EvidenceCommand.Create(),
    PicturesCommand.Create(),
    TrainCommand.Create(),
    FineTuneCommand.Create(),
    ModelCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
