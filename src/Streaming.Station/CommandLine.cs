using System.CommandLine;
using Spectre.Console;
using Streaming.Parts.CommandLine;
using Streaming.Station.Commands;

namespace Streaming.Station;

/// <summary>The station's verbs.</summary>
internal static class CommandLine
{
    // Enough to write the summary after Ctrl-C.
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(10);

    public static Task<int> RunAsync(string[] args, TimeProvider time)
    {
        if (!AnsiConsole.Profile.Out.IsTerminal)
        {
            // Colours are for eyes; a file or a pipe gets the bare text.
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }

        AnsiConsole.Console.Pipeline.Attach(new TerminalText());
        return Build(time).Parse(args).RunAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeToFinish });
    }

    public static RootCommand Build(TimeProvider time)
    {
        var connect = new ConnectOptions(time);
        var root = new RootCommand("Nurse station of live sleep staging. Research software, not a medical device; results are automatic, unreviewed.")
        {
            WatchCommand.Build(connect, time),
            BedsCommand.Build(connect),
            NightCommand.Build(connect),
            NightsCommand.Build(connect),
            ImageCommand.Build(connect),
            OverrideCommand.Build(connect),
            LightsCommand.Build(connect),
            NoteCommand.Build(connect),
            CalibrateCommand.Build(connect),
            MarkerCommand.Build(connect),
            ReviewCommand.Build(connect),
            SignCommand.Build(connect),
            AcknowledgeCommand.Build(connect),
            ExportCommand.Build(connect),
            ImportCommand.Build(connect),
        };
        root.Options.Add(connect.Address);
        root.Options.Add(connect.TokenFile);
        root.Options.Add(connect.AuthorityFile);
        root.Options.Add(connect.CertificateFile);
        root.Options.Add(connect.KeyFile);
        return root;
    }
}
