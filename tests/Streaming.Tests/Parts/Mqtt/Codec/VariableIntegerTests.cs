using FsCheck;
using FsCheck.Fluent;
using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Tests.Parts.Mqtt.Codec;

public sealed class VariableIntegerTests
{
    /// <summary>Table 1-1 of the standard.</summary>
    [Theory]
    [InlineData(0u, "00")]
    [InlineData(127u, "7F")]
    [InlineData(128u, "8001")]
    [InlineData(16_383u, "FF7F")]
    [InlineData(16_384u, "808001")]
    [InlineData(2_097_151u, "FFFF7F")]
    [InlineData(2_097_152u, "80808001")]
    [InlineData(268_435_455u, "FFFFFF7F")]
    public void Value_has_the_bytes_of_the_standard(uint value, string hex)
    {
        var bytes = new byte[4];
        var written = VariableInteger.Write(value, bytes);
        Assert.Equal(hex, Convert.ToHexString(bytes.AsSpan(0, written)));
        Assert.Equal(VariableIntegerStatus.Read, VariableInteger.TryRead(bytes, out var read, out var length));
        Assert.Equal((value, written), (read, length));
    }

    [Theory]
    [InlineData("8000")] // 0 in two bytes
    [InlineData("FF8000")]
    [InlineData("80808080")]
    [InlineData("FFFFFFFF7F")]
    public void Longer_forms_than_needed_are_malformed(string hex) =>
        Assert.Equal(VariableIntegerStatus.Malformed, VariableInteger.TryRead(Convert.FromHexString(hex), out _, out _));

    [Fact]
    public void Every_value_survives_the_round_trip_and_no_prefix_of_it_is_read() =>
        Prop.ForAll(Gen.Choose(0, (int)VariableInteger.Maximum).ToArbitrary(), value =>
        {
            var bytes = new byte[4];
            var written = VariableInteger.Write((uint)value, bytes);
            return VariableInteger.TryRead(bytes, out var read, out var length) == VariableIntegerStatus.Read && read == value && length == written
                && VariableInteger.TryRead(bytes.AsSpan(0, written - 1), out _, out _) == VariableIntegerStatus.Incomplete;
        }).Check(Config.QuickThrowOnFailure.WithReplay(1, 3).WithMaxTest(1000));
}
