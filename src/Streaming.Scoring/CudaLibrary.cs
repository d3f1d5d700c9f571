using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Streaming.Scoring;

/// <summary>Takes CUDA from an ONNX Runtime that was built with it: the vendor's GPU package, or <c>-p:OnnxRuntimeCuda=true</c>.</summary>
/// <remarks>The CPU build would take the same provider as a plug-in library, finds the device and makes a session; the first operator that asks the
/// host to read its inputs (Slice) then ends the process, because a CPU build leaves that part of the bridge out. Seen on an H200, so it is refused
/// before anything is loaded.</remarks>
internal static class CudaLibrary
{
    private const string ProviderName = "CUDAExecutionProvider";

    private static string FileName => OperatingSystem.IsWindows() ? "onnxruntime_providers_cuda.dll" : "libonnxruntime_providers_cuda.so";

    /// <exception cref="CudaUnavailableException">Names what is missing.</exception>
    public static void Append(SessionOptions options)
    {
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(ProviderName))
            throw new CudaUnavailableException($"this ONNX Runtime was built without CUDA and cannot use {FileName} (build with -p:OnnxRuntimeCuda=true).");
        try
        {
            options.AppendExecutionProvider_CUDA(0);
        }
        catch (OnnxRuntimeException e)
        {
            throw new CudaUnavailableException($"{FileName} could not be used: {LoadFailure() ?? e.Message}", e);
        }
    }

    // The runtime only logs which library was missing; the loader says it again.
    private static string? LoadFailure()
    {
        var path = Path.Combine(AppContext.BaseDirectory, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(path));
            return null;
        }
        catch (DllNotFoundException e)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
    }
}
