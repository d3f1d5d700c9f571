using System.CommandLine;
using Streaming.Benchmarks;

var root = new RootCommand("Benchmarks. Each ends with its ratio to the limit or the rival; machines are noisy, so look at ratios, not at times.")
{
    FigureBook.Short,
    FigureBook.File,
    AllCommand.Create(),
    CompareCommand.Create(),
    LineCommand.Create(),
    BurstCommand.Create(),
    BedsCommand.Create(),
    RenderCommand.Create(),
    SignalCommands.Filter(),
    SignalCommands.Assemble(),
    SignalCommands.Decode(),
    MqttCommand.Create(),
    MqttCommand.BareClient(),
    GrpcCommand.Create(),
    WatchersCommand.Create(),
    ByteServer.Create(),
    StoreCommand.Create(),
    StartCommand.Start(),
    StartCommand.Recover(),
    ScoreCommand.Create(),
    BudgetCommand.Create(),
    EvidenceCommand.Create(),
    PicturesCommand.Create(),
    TrainCommand.Create(),
    FineTuneCommand.Create(),
    ModelCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
