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
    [InlineData("SUBJ001-PSG.edf", "SUBJ001-Hypnogram.edf")]
    [InlineData("SUBJ002-PSG.edf", null)]
    [InlineData("SUBJ0012-PSG.edf", null)]
    [InlineData("SC4001-PSG.edf", null)]
    [InlineData("AB12-PSG.edf", "AB12-Hypnogram.edf")]
    [InlineData("ab12.bdf", "AB12-Hypnogram.edf")]
    [InlineData("AB12-Hypnogram.edf", null)]
    public void Hypnogram_is_found_among_the_files_beside_a_recording(string recording, string? expected)
    {
        string[] names =
        [
            "01-03-0002 Base.edf", "SC4001EC-Hypnogram.edf", "SC4001E0-PSG.edf", "01-03-0001 Base.edf", "SC4001EZ-Hypnogram.edf",
            "SUBJ001-Hypnogram.edf", "SUBJ0019-Hypnogram.edf", "AB12-Hypnogram.edf",
        ];
        var found = HypnogramNames.Find(Path.Combine("nights", recording), names.Select(name => Path.Combine("nights", name)));
        Assert.Equal(expected is null ? null : Path.Combine("nights", expected), found);
    }

    [Theory]
    [InlineData("Sleep stage W", true)]
    [InlineData("Sleep stage ?", false)]
    [InlineData("Arousal", false)]
    public void Recording_with_stages_of_its_own_passes_over_the_file_beside_it(string text, bool passes)
    {
        var recording = new EdfBuilder { Reserved = "EDF+C" }.With("C4", 7).With("EDF Annotations", 40).Record(0, EdfBuilder.Tal($"+0^^\0+0_30^{text}^")).Open();
        Assert.Equal(passes, HypnogramNames.PassedOver(recording, "nights/P7-Hypnogram.edf")?.Contains("'P7-Hypnogram.edf'", StringComparison.Ordinal) ?? false);
    }
}
