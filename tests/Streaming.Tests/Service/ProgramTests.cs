using Streaming.Service;

namespace Streaming.Tests.Service;

public sealed class ProgramTests
{
    [Theory]
    [InlineData("tokens list", "tokens")]
    [InlineData("start", "start")]
    [InlineData("token list", null)]
    [InlineData("--Ingest:Port 1883", null)]
    [InlineData("Ingest:Port=1883", null)]
    [InlineData("/Ingest:Port 1883", null)]
    [InlineData("--Ingest:Port 1883 --verbose", "--verbose")]
    [InlineData("--nonsense", "--nonsense")]
    [InlineData("-x", "-x")]
    [InlineData("--Ingest:Port -1", null)]
    [InlineData("--environment Development --Ingest:Port=1", null)]
    public void Slip_in_a_command_s_name_does_not_start_a_service(string line, string? word) => Assert.Equal(word, CommandWords.Unknown(line.Split(' ')));

    [Fact]
    public void No_words_start_it() => Assert.Null(CommandWords.Unknown([]));

    [Fact]
    public void Help_and_version_are_answered_without_a_start()
    {
        Assert.Contains("--Ingest:Host", CommandWords.Answer(["token", "--help"]), StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+", CommandWords.Answer(["--version"]));
        Assert.Null(CommandWords.Answer(["--Ingest:Port", "1883"]));
    }
}
