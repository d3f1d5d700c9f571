using Microsoft.ML.OnnxRuntime;
using Streaming.Scoring;

namespace Streaming.Training.Graph;

/// <summary>A session whose inputs and outputs are arrays bound once; a run reads and writes them in place.</summary>
internal sealed class BoundSession : IDisposable
{
    private readonly bool _owns;
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly List<string> _inputNames = [];
    private readonly List<OrtValue> _inputs = [];
    private readonly List<string> _outputNames = [];
    private readonly List<OrtValue> _outputs = [];

    /// <param name="provider">Auto takes CUDA where it loads, else the CPU. See Provider for what was taken.</param>
    /// <exception cref="CudaUnavailableException">CUDA was asked for and cannot be had.</exception>
    public BoundSession(byte[] model, int threads, string? profilePrefix = null, ScoringProvider provider = ScoringProvider.Cpu)
    {
        (_owns, (_session, Provider)) = (true, Open(model, threads, profilePrefix, provider));
    }

    private BoundSession(InferenceSession session, ScoringProvider provider) => (_session, Provider) = (session, provider);

    /// <summary>What runs it: Cpu or Cuda.</summary>
    public ScoringProvider Provider { get; }

    /// <summary>The same graph with arrays of its own, to be run at the same time. Dispose it before this one.</summary>
    public BoundSession Twin() => new(_session, Provider);

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
        if (_owns)
        {
            _session.Dispose();
        }
    }

    private static (InferenceSession Session, ScoringProvider Provider) Open(
        byte[] model, int threads, string? profilePrefix, ScoringProvider wanted)
    {
        if (wanted != ScoringProvider.Cpu)
        {
            try
            {
                return (Open(model, threads, profilePrefix, SessionSettings.ForCuda()), ScoringProvider.Cuda);
            }
            catch (CudaUnavailableException) when (wanted == ScoringProvider.Auto)
            {
                // As in the service, the CPU takes over; whoever asked reads Provider.
            }
        }

        return (Open(model, threads, profilePrefix, SessionSettings.ForCpu()), ScoringProvider.Cpu);
    }

    private static InferenceSession Open(byte[] model, int threads, string? profilePrefix, SessionOptions options)
    {
        using (options)
        {
            options.IntraOpNumThreads = threads;
            if (profilePrefix is not null)
            {
                options.ProfileOutputPathPrefix = profilePrefix;
                options.EnableProfiling = true;
            }

            return new InferenceSession(model, options);
        }
    }

    private static OrtValue Value<T>(Memory<T> buffer, int[] shape)
        where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, buffer, [.. shape.Select(dimension => (long)dimension)]);
}
