using Microsoft.ML.OnnxRuntime;

namespace Streaming.Training.Graph;

/// <summary>A session whose inputs and outputs are arrays bound once; a run reads and writes them in place.</summary>
internal sealed class BoundSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly List<string> _inputNames = [];
    private readonly List<OrtValue> _inputs = [];
    private readonly List<string> _outputNames = [];
    private readonly List<OrtValue> _outputs = [];

    public BoundSession(byte[] model, int threads, string? profilePrefix = null)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };

        // Idle threads that spin take the cores from whoever prepares the next batch.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (profilePrefix is not null)
        {
            options.ProfileOutputPathPrefix = profilePrefix;
            options.EnableProfiling = true;
        }

        _session = new InferenceSession(model, options);
    }

    public void Input<T>(string name, Memory<T> buffer, int[] shape)
        where T : unmanaged
    {
        _inputNames.Add(name);
        _inputs.Add(Value(buffer, shape));
    }

    public void Output<T>(string name, Memory<T> buffer, int[] shape)
        where T : unmanaged
    {
        _outputNames.Add(name);
        _outputs.Add(Value(buffer, shape));
    }

    public void Run() => _session.Run(_runOptions, _inputNames, _inputs, _outputNames, _outputs);

    public string EndProfiling() => _session.EndProfiling();

    public void Dispose()
    {
        _inputs.ForEach(value => value.Dispose());
        _outputs.ForEach(value => value.Dispose());
        _runOptions.Dispose();
        _session.Dispose();
    }

    private static OrtValue Value<T>(Memory<T> buffer, int[] shape)
        where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, buffer, [.. shape.Select(dimension => (long)dimension)]);
}
