using Microsoft.ML.OnnxRuntime;

namespace Streaming.Scoring;

/// <summary>The one way sessions are set up: every value here can change bits, so all of them are part of <see cref="ScoringConditions"/>.</summary>
internal static class SessionSettings
{
    /// <summary>Named on every determinism statement.</summary>
    public const string Summary = "batch=1 intra_op=1 sequential optimisation=all spinning=0";

    /// <summary>One thread an image: workers are the parallelism, and a lone image's result then depends on no other.</summary>
    public static SessionOptions ForCpu()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    /// <summary>The same, on the first CUDA device.</summary>
    /// <exception cref="CudaUnavailableException">Names what is missing.</exception>
    public static SessionOptions ForCuda()
    {
        var options = ForCpu();
        try
        {
            CudaLibrary.Append(options);
            return options;
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }
}
