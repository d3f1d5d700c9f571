using Grpc.Core;

namespace Streaming.Tests.Parts.Grpc;

public sealed class MetadataTests
{
    [Fact]
    public void Keys_are_lower_case_and_the_last_of_a_key_counts()
    {
        var metadata = new Metadata { { "Key", "a" }, { "key", "b" } };

        Assert.Equal("b", metadata.GetValue("KEY"));
        Assert.Equal(["a", "b"], metadata.GetAll("key").Select(entry => entry.Value));
        Assert.Null(metadata.GetValue("other"));
    }

    [Theory]
    [InlineData("sp ace", "x", "' '")]
    [InlineData("text", "grün", "U+00FC")]
    [InlineData("text", "two\nlines", "U+000A")]
    [InlineData("some-bin", "text", "takes bytes")]
    public void Entry_that_cannot_travel_is_refused_with_the_reason(string key, string value, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<ArgumentException>(() => new Metadata { { key, value } }).Message);

    [Fact]
    public void Bytes_need_a_bin_key() => Assert.Throws<ArgumentException>(() => new Metadata { { "text", [1] } });

    [Fact]
    public void Empty_metadata_that_all_share_cannot_be_written() => Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("a", "b"));
}
