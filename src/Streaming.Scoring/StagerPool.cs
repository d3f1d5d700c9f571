using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using Streaming.Core.Rendering;
using Streaming.Core.Staging;

namespace Streaming.Scoring;

/// <summary>One loaded network and the stagers that share it. Made warm: the constructor has already staged a picture.</summary>
/// <remarks>Every picture is run as batch 1, on CPU and CUDA alike, so no result depends on its neighbours. Stagers must be disposed before the
/// pool.</remarks>
public sealed class StagerPool : IDisposable
{
    private readonly InferenceSession _session;
    private readonly InferenceSession? _cpu; // beside CUDA: what takes over must not have to be loaded first

    /// <exception cref="CudaUnavailableException">The provider is <see cref="ScoringProvider.Cuda"/> and cannot be had; names what is
    /// missing.</exception>
    /// <exception cref="ModelBundleException">The graph runs, but its output is not finite numbers.</exception>
    public StagerPool(ModelBundle bundle, ScoringOptions options, ILogger<StagerPool> logger)
    {
        Bundle = bundle;
        (_session, Provider) = Open(bundle, options.Provider, logger);
        if (Provider != OnnxStager.Cpu) _cpu = OpenCpu(bundle);
        Conditions = ScoringConditions.Of(bundle, Provider);
        Workers = options.Workers > 0 ? options.Workers : Provider == OnnxStager.Cpu ? Math.Clamp(Environment.ProcessorCount - 1, 1, 16) : 1;
        logger.Warm(bundle.Identity.Name, bundle.Identity.Version, bundle.Identity.Sha256, Provider, Conditions.Runtime, Conditions.Session,
            Conditions.Machine);
    }

    public ModelBundle Bundle { get; }

    /// <summary><c>cpu</c> or <c>cuda</c>: what was taken, not what was asked for.</summary>
    public string Provider { get; }

    /// <summary>What the results' bits depend on.</summary>
    public ScoringConditions Conditions { get; }

    /// <summary>How many stagers to run at the same time.</summary>
    public int Workers { get; }

    /// <summary>A stager for one worker; the caller disposes it.</summary>
    public IStager Create() => new OnnxStager(Bundle, _session, Provider);

    /// <summary>A stager with a session of its own, for after a failure: what failed is not asked again.</summary>
    /// <exception cref="CudaUnavailableException">CUDA is gone.</exception>
    public IStager CreateAnew() =>
        new OnnxStager(Bundle, Provider == OnnxStager.Cpu ? OpenCpu(Bundle) : OpenCuda(Bundle), Provider, ownsSession: true);

    /// <summary>A stager on the CPU to take over from another provider, already warm; null where the CPU is all there is.</summary>
    public IStager? CreateFallback() => _cpu is null ? null : new OnnxStager(Bundle, _cpu, OnnxStager.Cpu);

    public void Dispose()
    {
        _session.Dispose();
        _cpu?.Dispose();
    }

    private static (InferenceSession Session, string Provider) Open(ModelBundle bundle, ScoringProvider wanted, ILogger logger)
    {
        if (wanted != ScoringProvider.Cpu)
        {
            try
            {
                return (OpenCuda(bundle), OnnxStager.Cuda);
            }
            catch (CudaUnavailableException e) when (wanted == ScoringProvider.Auto)
            {
                logger.FallsBackToCpu(e.Message);
            }
        }
        return (OpenCpu(bundle), OnnxStager.Cpu);
    }

    private static InferenceSession OpenCpu(ModelBundle bundle)
    {
        using var options = SessionSettings.ForCpu();
        return Warmed(bundle, new InferenceSession(bundle.Model, options), OnnxStager.Cpu);
    }

    private static InferenceSession OpenCuda(ModelBundle bundle)
    {
        using var options = SessionSettings.ForCuda();
        try
        {
            return Warmed(bundle, new InferenceSession(bundle.Model, options), OnnxStager.Cuda);
        }
        catch (OnnxRuntimeException e)
        {
            throw new CudaUnavailableException($"the network does not run on it: {e.Message}", e);
        }
    }

    private static InferenceSession Warmed(ModelBundle bundle, InferenceSession session, string provider)
    {
        try
        {
            using var stager = new OnnxStager(bundle, session, provider);
            stager.Estimate(new EpochImage(bundle.Spec));
            return session;
        }
        catch (InvalidOperationException e)
        {
            session.Dispose();
            throw new ModelBundleException(bundle.Folder, bundle.Manifest.Logits, e.Message, "finite numbers for a blank picture", e);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
