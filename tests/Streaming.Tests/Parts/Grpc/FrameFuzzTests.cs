using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Framing;
using Streaming.V1;

namespace Streaming.Tests.Parts.Grpc;

/// <summary>Valid request frames, plain and compressed, mutated: each ends in messages or in a status, in little memory.</summary>
public sealed class FrameFuzzTests
{
    private const int MaximumBytes = 64 << 10;
    private static readonly Marshaller<WatchRequest> s_requests = new(
        (message, context) => context.Complete(message.ToByteArray()), context => WatchRequest.Parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    [Fact]
    public async Task Mutated_frames_end_in_messages_or_a_status() => await FuzzAsync(seed: 1, cases: 10_000);

    [Fact]
    [Trait("Category", "Long")]
    public async Task Mutated_frames_end_in_messages_or_a_status_two_hundred_thousand_times() => await FuzzAsync(seed: 2, cases: 200_000);

    private static async Task FuzzAsync(int seed, int cases)
    {
        var (random, read, refused) = (new Random(seed), 0, 0);
        byte[][] valid = [Frames(isCompressed: false), Frames(isCompressed: true)];
        for (var i = 0; i < cases; i++)
        {
            var bytes = Mutation.Of(valid[i % 2], random);
            var before = GC.GetTotalAllocatedBytes();
            var reader = new MessageReader(PipeReader.Create(new ReadOnlySequence<byte>(bytes)), MaximumBytes, "gzip");
            try
            {
                while (await reader.ReadAsync(s_requests, CancellationToken.None) is not null) read++;
            }
            catch (Exception refusal) when (refusal is RpcException or InvalidProtocolBufferException)
            {
                // The second becomes INVALID_ARGUMENT where a request is read.
                if (refusal is RpcException { StatusCode: not (StatusCode.Internal or StatusCode.ResourceExhausted or StatusCode.Unimplemented) })
                    Assert.Fail($"Case {i} of seed {seed}: {refusal.Message}: {Convert.ToHexString(bytes)}");
                refused++;
            }
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64L << 20);
        }
        Assert.True(read > cases / 100 && refused > cases / 100, $"{read} messages were read, {refused} cases refused");
    }

    private static byte[] Frames(bool isCompressed)
    {
        var output = new ArrayBufferWriter<byte>();
        for (var n = 0; n < 3; n++)
        {
            var request = new WatchRequest { IncludeProvisional = n == 1, Resume = new ResumeToken { StoreId = Guid.Empty.ToString(), CommitSequence = (ulong)n << 40 } };
            for (var bed = 0; bed < 5 * n; bed++) request.Beds.Add(new BedRef { Site = "lab", Bed = $"bed-{bed}" });
            var bytes = isCompressed ? Gzip(request.ToByteArray()) : request.ToByteArray();
            var header = output.GetSpan(5);
            header[0] = isCompressed ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteInt32BigEndian(header[1..], bytes.Length);
            output.Advance(5);
            output.Write(bytes);
        }
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
