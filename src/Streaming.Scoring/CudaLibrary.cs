using Microsoft.ML.OnnxRuntime;

namespace Streaming.Scoring;

/// <summary>Loads the CUDA provider: built in (the vendor's GPU package), else as a plug-in library beside the native one.</summary>
/// <remarks>The CPU build refuses <c>AppendExecutionProvider_CUDA</c>, but takes the same provider as a plug-in. A process registers it
/// once.</remarks>
internal static class CudaLibrary
{
    private const string ProviderName = "CUDAExecutionProvider";
    private const string RegistrationName = "streaming-cuda";
    private static readonly Lock s_registering = new();
    private static bool s_registered;

    private static string FileName => OperatingSystem.IsWindows() ? "onnxruntime_providers_cuda.dll" : "libonnxruntime_providers_cuda.so";

    public static void Append(SessionOptions options)
    {
        try
        {
            var environment = OrtEnv.Instance();
            if (environment.GetAvailableProviders().Contains(ProviderName))
            {
                options.AppendExecutionProvider_CUDA(0);
                return;
            }
            Register(environment);
            var devices = environment.GetEpDevices().Where(device => device.EpName is ProviderName or RegistrationName).Take(1).ToArray();
            if (devices.Length == 0) throw new CudaUnavailableException($"{FileName} was loaded and found no CUDA device.");
            options.AppendExecutionProvider(environment, devices, new Dictionary<string, string>());
        }
        catch (OnnxRuntimeException e)
        {
            throw new CudaUnavailableException($"{FileName} could not be used: {e.Message}", e);
        }
    }

    private static void Register(OrtEnv environment)
    {
        lock (s_registering)
        {
            if (s_registered) return;
            var path = Path.Combine(AppContext.BaseDirectory, FileName);
            if (!File.Exists(path))
                throw new CudaUnavailableException($"{FileName} is missing from {AppContext.BaseDirectory} (build with -p:OnnxRuntimeCuda=true).");
            environment.RegisterExecutionProviderLibrary(RegistrationName, path);
            s_registered = true;
        }
    }
}
