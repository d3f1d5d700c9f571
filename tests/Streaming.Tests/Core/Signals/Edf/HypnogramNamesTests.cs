using Streaming.Core.Signals.Edf;
using Xunit;

namespace Streaming.Tests.Core.Signals.Edf;

public sealed class HypnogramNamesTests
{
    [Theory]
    [InlineData("SC4001E0-PSG.edf", "SC4001EC-Hypnogram.edf")]
    [InlineData("01-03-0001 PSG.edf", "01-03-0001 Base.edf")]
    [InlineData("SC4012E0-PSG.edf", null)]
    [InlineData("dynamo.edf", null)]
    public void Hypnogram_is_found_among_the_files_beside_a_recording(string recording, string? expected)
    {
        string[] names = ["01-03-0002 Base.edf", "SC4001EC-Hypnogram.edf", "SC4001E0-PSG.edf", "01-03-0001 Base.edf", "SC4001EZ-Hypnogram.edf"];
        var found = HypnogramNames.Find(Path.Combine("nights", recording), names.Select(name => Path.Combine("nights", name)));
        Assert.Equal(expected is null ? null : Path.Combine("nights", expected), found);
    }
}
