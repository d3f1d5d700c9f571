using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Streaming.Station;
using Streaming.Station.Commands;
using Streaming.V1;

namespace Streaming.Tests.Station;

public sealed class NightWordsTests
{
    [Theory]
    [InlineData(0, 959, "signed")]
    [InlineData(0, 10, "signed for epochs 0 to 10 only, of 0 to 959; the rest automatic, unreviewed")]
    [InlineData(7, 7, "signed for epoch 7 only, of 0 to 959; the rest automatic, unreviewed")]
    public void A_signature_says_what_it_leaves_out(long first, long last, string words)
    {
        var night = new Night { Review = new ReviewSummary { Signed = true } };
        night.Reports.Add(Enumerable.Range(0, 960).Select(epoch => new StageReport { Epoch = epoch }));
        night.Signatures.Add(new Signature { FirstEpoch = first, LastEpoch = last, State = SignatureState.Standing });

        Assert.Equal(words, NightCommand.Status(night));
    }

    [Fact]
    public void A_signature_has_this_computers_time_with_its_offset()
    {
        var at = new DateTimeOffset(2026, 10, 25, 0, 58, 7, TimeSpan.Zero);

        var words = MarkWords.Of(new Signature { Author = "rt", At = at.ToTimestamp(), LastEpoch = 5, State = SignatureState.Standing });

        var said = Regex.Match(words, "^signed by rt at (.*), epochs 0 to 5$").Groups[1].Value;
        Assert.Equal(at, DateTimeOffset.ParseExact(said, "yyyy-MM-dd HH:mm:ss 'UTC'zzz", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_lights_mark_says_when_another_counts()
    {
        var night = new Night();
        night.Lights.Add([Mark(on: false, 0), Mark(on: true, 28_800), Mark(on: false, 60), Mark(on: true, 16_230)]);
        Assert.Equal(
            ["; does not count: marked anew afterwards", "; does not count: marked anew afterwards", "", ""],
            night.Lights.Select(mark => NightCommand.WhyNotCounted(mark, night)));

        night.Lights.Add(Mark(on: true, 30));
        Assert.Equal("; does not count: before lights off", NightCommand.WhyNotCounted(night.Lights[^1], night));
    }

    private static LightsMark Mark(bool on, long at) => new() { On = on, AtSeconds = new Rational { Numerator = at, Denominator = 1 } };
}
