namespace Streaming.Scoring;

/// <summary>CUDA was asked for and cannot be had; the message names the library or device that is missing.</summary>
public sealed class CudaUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
