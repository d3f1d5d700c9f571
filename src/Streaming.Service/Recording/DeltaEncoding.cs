using Google.Protobuf;
using Streaming.V1;

namespace Streaming.Service.Recording;

/// <summary>What a delta is on the wire, with its report encoded once: it is kept, watched and published.</summary>
internal static class DeltaEncoding
{
    /// <summary>As the generated code writes it: the token is field 1, so the report comes last.</summary>
    public static (byte[] Encoded, ReadOnlyMemory<byte> Report) Encode(WatchResponse message)
    {
        if (message.Report is not { } report) return (message.ToByteArray(), default);
        var (token, reportBytes) = (message.Token.CalculateSize(), report.CalculateSize());
        var size = Field(token) + Field(reportBytes);
        var encoded = new byte[size];
        var output = new CodedOutputStream(encoded);
        output.WriteTag(WatchResponse.TokenFieldNumber, WireFormat.WireType.LengthDelimited);
        output.WriteLength(token);
        message.Token.WriteTo(output);
        output.WriteTag(WatchResponse.ReportFieldNumber, WireFormat.WireType.LengthDelimited);
        output.WriteLength(reportBytes);
        report.WriteTo(output);
        output.CheckNoSpaceLeft();
        return (encoded, encoded.AsMemory(size - reportBytes));
    }

    /// <summary>The report's part of an encoded message that has one.</summary>
    public static ReadOnlyMemory<byte> ReportOf(WatchResponse message, byte[] encoded) =>
        message.Report is { } report ? encoded.AsMemory(encoded.Length - report.CalculateSize()) : default;

    private static int Field(int length) => 1 + CodedOutputStream.ComputeLengthSize(length) + length;
}
