using Google.Protobuf;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Recording;

public sealed class DeltaEncodingTests
{
    private static readonly ResumeToken s_token = new() { StoreId = Guid.Empty.ToString(), CommitSequence = 300 };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(120)]
    [InlineData(40_000)]
    public void A_report_is_encoded_as_the_generated_code_would_and_found_again(int length)
    {
        var report = new StageReport { StudyId = new string('s', length), Epoch = length, Confidence = 0.5 };
        var message = new WatchResponse { Report = report, Token = s_token };
        var (encoded, part) = DeltaEncoding.Encode(message);
        Assert.Equal(message.ToByteArray(), encoded);
        Assert.Equal(report.ToByteArray(), part.ToArray());
        Assert.Equal(report.ToByteArray(), DeltaEncoding.ReportOf(WatchResponse.Parser.ParseFrom(encoded), encoded).ToArray());
    }

    [Fact]
    public void What_is_no_report_has_no_report_in_it()
    {
        var message = new WatchResponse { Note = new NightNote { Text = "coughs" }, Token = s_token };
        var (encoded, part) = DeltaEncoding.Encode(message);
        Assert.Equal(message.ToByteArray(), encoded);
        Assert.True(part.IsEmpty);
        Assert.True(DeltaEncoding.ReportOf(message, encoded).IsEmpty);
    }
}
