using Streaming.Service.Observing;

namespace Streaming.Tests.Service.Observing;

public sealed class PrometheusTextTests
{
    /// <summary>A bundle is called what its manifest says, and a value that ends its line, or its quotes, would be read as other figures.</summary>
    [Fact]
    public void Label_values_stay_within_their_quotes()
    {
        using var meter = new LineMeter();
        using var text = new PrometheusText(meter);

        meter.Rejected("a\"} 7\nforged_total{x=\"\\");

        var line = Assert.Single(text.Write().Split('\n'), line => line.StartsWith("streaming_rejected_messages_total{", StringComparison.Ordinal));
        Assert.Equal("streaming_rejected_messages_total{cause=\"a\\\"} 7\\nforged_total{x=\\\"\\\\\"} 1", line);
    }
}
