using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Signals.Edf;

public sealed class StageTextTests
{
    [Theory]
    [InlineData("Sleep stage W", Stage.W)]
    [InlineData("Sleep stage 1", Stage.N1)]
    [InlineData("Sleep stage 2", Stage.N2)]
    [InlineData("Sleep stage 3", Stage.N3)]
    [InlineData("Sleep stage 4", Stage.N3)]
    [InlineData("Sleep stage R", Stage.R)]
    [InlineData("Sleep stage N1", Stage.N1)]
    [InlineData("Sleep stage N2", Stage.N2)]
    [InlineData("Sleep stage N3", Stage.N3)]
    [InlineData("Wake", Stage.W)]
    [InlineData("NREM1", Stage.N1)]
    [InlineData("S1", Stage.N1)]
    [InlineData("Stage1", Stage.N1)]
    [InlineData("S4", Stage.N3)]
    [InlineData("REM", Stage.R)]
    [InlineData("Sleep stage N2@@EEG F4-A1", Stage.N2)]
    [InlineData("Sleep stage ?", null)]
    [InlineData("Sleep stage N", null)]
    [InlineData("NREM", null)]
    [InlineData("Movement time", null)]
    public void Stage_texts_are_read(string text, Stage? expected)
    {
        Assert.True(StageText.TryParse(text, out var stage));
        Assert.Equal(expected, stage);
    }

    [Theory]
    [InlineData("Arousal")]
    [InlineData("Lights off")]
    [InlineData("1")]
    [InlineData("?")]
    [InlineData("")]
    public void Other_texts_are_not_stages(string text) => Assert.False(StageText.TryParse(text, out _));
}
