using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server;

/// <summary>What all calls of a host share.</summary>
internal sealed class GrpcHost(IOptions<GrpcServiceOptions> options, ILoggerFactory loggers, TimeProvider? time = null)
{
    public GrpcServiceOptions Options { get; } = options.Value;

    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    public ILogger Logger { get; } = loggers.CreateLogger("Grpc.AspNetCore.Server");

    /// <summary>True once the endpoints that answer unknown methods are mapped.</summary>
    public bool UnknownMethodsMapped { get; set; }
}
