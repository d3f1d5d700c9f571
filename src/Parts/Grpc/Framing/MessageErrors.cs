using Grpc.Core;

namespace Grpc.Framing;

/// <summary>What can be wrong with a message on the wire.</summary>
internal static class MessageErrors
{
    public static RpcException TooLarge(string subject, long bytes, int limit) => new(new Status(
        StatusCode.ResourceExhausted, $"{subject} of {bytes} bytes exceeds the limit of {limit} bytes."));

    public static RpcException TooLargeDecompressed(int limit) => new(new Status(
        StatusCode.ResourceExhausted, $"Received message decompresses to more than the limit of {limit} bytes."));

    public static RpcException Incomplete(long bytes) => new(new Status(
        StatusCode.Internal, $"Incomplete message: the stream ended {bytes} bytes into it."));

    public static RpcException BadFlags(byte flags) => new(new Status(StatusCode.Internal, $"Message flags 0x{flags:x2} are not known."));

    public static RpcException CompressedWithoutEncoding() => new(new Status(
        StatusCode.Internal, "A compressed message came without a grpc-encoding header that names its compression."));

    public static RpcException UnsupportedEncoding(string encoding) => new(new Status(
        StatusCode.Unimplemented, $"grpc-encoding '{encoding}' is not supported; supported are identity and gzip."));

    public static RpcException BadCompression(Exception cause) => new(new Status(
        StatusCode.Internal, "A message is not the gzip it says it is.", cause));
}
