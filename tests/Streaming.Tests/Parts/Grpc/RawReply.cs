using System.Net;

namespace Streaming.Tests.Parts.Grpc;

/// <summary>What came back, before any gRPC client interprets it.</summary>
internal sealed record RawReply(HttpStatusCode HttpStatus, string? ContentType, byte[] Body, string? GrpcStatus, string? GrpcMessage);
