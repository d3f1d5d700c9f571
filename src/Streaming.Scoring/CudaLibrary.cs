using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Streaming.Scoring;

/// <summary>Takes CUDA from an ONNX Runtime that was built with it: the vendor's GPU package, or <c>-p:OnnxRuntimeCuda=true</c>.</summary>
/// <remarks>The CPU build takes a CUDA provider as a plug-in library, finds the device and makes a session; the first operator that asks the host to
/// read its inputs (Slice) then ended the process on an H200. The provider tried there was not the shipped file unmodified: its device code for
/// architectures other than sm_90 had been zeroed so that it fitted a transfer limit. That a CPU build leaves out this part of the bridge is inferred
/// from the stack and the disassembly, not proved. So it is refused before anything is loaded.</remarks>
internal static class CudaLibrary
{
    private const string ProviderName = "CUDAExecutionProvider";

    /// <summary>This ONNX Runtime was built with CUDA; whether the machine has what it takes is seen when it is used.</summary>
    public static bool IsBuiltIn => OrtEnv.Instance().GetAvailableProviders().Contains(ProviderName);

    private static string FileName => OperatingSystem.IsWindows() ? "onnxruntime_providers_cuda.dll" : "libonnxruntime_providers_cuda.so";

    /// <exception cref="CudaUnavailableException">This ONNX Runtime was built without CUDA.</exception>
    public static void Require()
    {
        if (!IsBuiltIn)
            throw new CudaUnavailableException($"this ONNX Runtime was built without CUDA and cannot use {FileName} (build with -p:OnnxRuntimeCuda=true).");
    }

    /// <exception cref="CudaUnavailableException">Names what is missing.</exception>
    public static void Append(SessionOptions options)
    {
        Require();
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
