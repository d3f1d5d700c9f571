using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Framing;
using Streaming.Tests.Parts.Grpc.Wire;
using Config = FsCheck.Config;

namespace Streaming.Tests.Parts.Grpc;

public sealed class FramingTests
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    [Fact]
    public void Messages_survive_framing_however_the_stream_is_cut() =>
        Prop.ForAll<byte[][], PositiveInt>((messages, cut) => messages.SequenceEqual(ReadBack(messages, cut.Get), new BytesComparer()))
            .Check(Config.QuickThrowOnFailure.WithReplay(7, 11));

    [Fact]
    public void Garbage_ends_in_messages_or_a_status_and_nothing_else() =>
        Prop.ForAll<byte[]>(garbage =>
        {
            var reader = new MessageReader(PipeReader.Create(new MemoryStream(garbage)), 1000, "gzip");
            try
            {
                while (reader.ReadAsync(Bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult() is not null)
                {
                }
            }
            catch (RpcException e)
            {
                return e.StatusCode is StatusCode.Internal or StatusCode.ResourceExhausted;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(5, 3));

    [Fact]
    public void Percent_encoding_survives_any_text_and_is_printable_ASCII() =>
        Prop.ForAll<UnicodeString>(text =>
        {
            var encoded = PercentEncoding.Encode(text.Get);
            return encoded.All(c => c is >= ' ' and <= '~') && PercentEncoding.Decode(encoded) == AsUtf8(text.Get);
        }).Check(Config.QuickThrowOnFailure.WithReplay(1, 9));

    [Theory]
    [InlineData("100%", "100%")]
    [InlineData("%zz%4", "%zz%4")]
    [InlineData("%C3%A6", "æ")]
    [InlineData("a%2", "a%2")]
    [InlineData("%41", "A")]
    public void Percent_decoding_is_lenient(string encoded, string text) => Assert.Equal(text, PercentEncoding.Decode(encoded));

    [Fact]
    public void Timeout_survives_its_header_rounded_up_by_at_most_a_part_in_90_000() =>
        Prop.ForAll(Gen.Choose(1, int.MaxValue).Zip(Gen.Choose(0, 900_000)).ToArbitrary(), pair =>
        {
            var timeout = TimeSpan.FromTicks(1 + (long)pair.Item1 * pair.Item2);
            var header = GrpcTimeout.Format(timeout);
            return header.Length <= 9 && GrpcTimeout.TryParse(header, out var parsed) && parsed >= timeout
                && (parsed - timeout).Ticks <= Math.Max(9, timeout.Ticks / 90_000);
        }).Check(Config.QuickThrowOnFailure.WithReplay(3, 5));

    [Fact]
    public void Frame_in_pieces_is_the_same_frame_and_no_piece_is_larger_than_said() =>
        Prop.ForAll(Gen.Choose(0, 5 * MessagePieces.PieceBytes).Zip(Gen.Choose(0, 3 * MessagePieces.PieceBytes)).ToArbitrary(), sizes =>
        {
            var message = new EchoReply { Text = new string('x', sizes.Item1), Payload = ByteString.CopyFrom(new byte[sizes.Item2]), Index = 3 };
            var (whole, direct) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
            Assert.Null(new MessageSerialization(null).Write(message, PipedCall.Replies, whole));
            var pieces = new MessageSerialization(null, MessagePieces.PieceBytes).Write(message, PipedCall.Replies, direct);
            var told = pieces?.All.ToArray() ?? [direct.WrittenMemory];
            return pieces is null == message.CalculateSize() <= MessagePieces.PieceBytes
                && (pieces is null || (direct.WrittenCount == 0 && told.All(piece => piece.Length <= MessagePieces.PieceBytes)))
                && told.SelectMany(piece => piece.ToArray()).SequenceEqual(whole.WrittenSpan.ToArray());
        }).Check(Config.QuickThrowOnFailure.WithReplay(9, 15));

    [Fact]
    public void Message_is_written_without_allocation_once_the_buffers_are_warm()
    {
        var serialization = new MessageSerialization(null);
        var output = new ArrayBufferWriter<byte>(4096);
        var message = new EchoReply { Text = "N2", Index = 3 };
        serialization.Write(message, PipedCall.Replies, output);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            output.ResetWrittenCount();
            serialization.Write(message, PipedCall.Replies, output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Half a surrogate pair has no UTF-8 form; the encoder replaces it.
    private static string AsUtf8(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static List<byte[]> ReadBack(byte[][] messages, int cut)
    {
        var output = new ArrayBufferWriter<byte>();
        var serialization = new MessageSerialization(null);
        foreach (var message in messages)
            serialization.Write(message, Bytes, output);
        var stream = new MemoryStream(output.WrittenSpan.ToArray());
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: cut, minimumReadSize: 1));
        var reader = new MessageReader(pipe, null, null);
        var read = new List<byte[]>();
        while (reader.ReadAsync(Bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } message)
            read.Add(message);
        return read;
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => obj.Length;
    }
}
