using Streaming.Replay;

namespace Streaming.Tests.Replay;

public sealed class ReplayCommandTests
{
    [Theory]
    [InlineData("", "either recordings")]
    [InlineData("--simulate nothing.edf", "either recordings")]
    [InlineData("nothing.edf", "There is no file 'nothing.edf'")]
    [InlineData("--simulate --beds 0", "--beds 0")]
    [InlineData("--simulate --beds 1000", "--beds 1000")]
    [InlineData("--simulate --speed 0", "--speed '0'")]
    [InlineData("--simulate --speed NaN", "--speed 'NaN'")]
    [InlineData("--simulate --speed fast", "--speed 'fast'")]
    [InlineData("--simulate --hours 25", "--hours 25")]
    [InlineData("--simulate --layout 3", "--layout '3'")]
    [InlineData("--simulate --site a/b", "--site 'a/b'")]
    [InlineData("--simulate --bed +", "--bed '+'")]
    [InlineData("--simulate --broker host:99999", "--broker 'host:99999'")]
    [InlineData("--simulate --for 0", "--for 0")]
    [InlineData("--simulate --withhold 2", "--withhold 2")]
    [InlineData("--simulate --prefix a/#", "--prefix 'a/#'")]
    [InlineData("--map EEG nothing.edf", "'EEG' is not SOURCE=DERIVATION")]
    [InlineData("--time-zone Berlin nothing.edf", "--time-zone 'Berlin' is neither UTC nor in this machine's time zone database")]
    [InlineData("--simulate --time-zone UTC", "--time-zone is for recordings")]
    [InlineData("--simulate --nonsense", "There is neither an option nor a file '--nonsense'.")]
    [InlineData("--simulate --hours long", "--hours 'long' is not a number. --hours: Length of a simulated night, above 0, at most 24.")]
    [InlineData("--simulate --hypnogram a", "--hypnogram is for recordings")]
    [InlineData("night.edf --hours 2", "--hours is for --simulate")]
    [InlineData("night.edf --layout shhs", "--layout is for --simulate")]
    public async Task Command_line_that_makes_no_sense_is_refused_with_the_value_and_status_1(string line, string said)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (options, problems) = Command().Read(words);
        Assert.Null(options);
        Assert.Contains(problems, problem => problem.Contains(said, StringComparison.Ordinal));
        Assert.Equal(1, await Command().InvokeAsync(words, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Command_line_names_beds_and_broker()
    {
        var (options, problems) =
            Command().Read(["--simulate", "--site", "S", "--bed", "B", "--beds", "3", "--speed", "max", "--broker", "broker.lab:8883"]);
        Assert.Empty(problems);
        Assert.Equal(["B1", "B2", "B3"], options!.BedNames());
        Assert.Equal(("broker.lab", 8883), (options.Broker.Host, options.Broker.Port));
        Assert.Equal(double.PositiveInfinity, options.Play.Speed);
        Assert.Equal(["B"], Command().Read(["--simulate", "--bed", "B"]).Options!.BedNames());
        Assert.Equal(["bed1"], Command().Read(["--simulate"]).Options!.BedNames());
    }

    private static ReplayCommand Command() => new(TimeProvider.System, TextWriter.Null);
}
