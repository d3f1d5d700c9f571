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
    private readonly ModelGraph _graph;
    private readonly ModelGraph _reference;
    private readonly InferenceSession? _cpu; // beside CUDA: what takes over must not have to be loaded first

    /// <exception cref="CudaUnavailableException">The provider is <see cref="ScoringProvider.Cuda"/> and cannot be had; names what is
    /// missing.</exception>
    /// <exception cref="ModelBundleException">The graph runs, but its output is not finite numbers.</exception>
    public StagerPool(ModelBundle bundle, ScoringOptions options, ILogger<StagerPool> logger)
    {
        Bundle = bundle;
        _reference = ModelGraph.Reference(bundle);
        (_session, _graph, Provider) = Open(bundle, options, logger);
        if (Provider != OnnxStager.Cpu) _cpu = OpenCpu(bundle, _reference);
        Conditions = ScoringConditions.Of(_graph, Provider);
        Workers = options.Workers > 0 ? options.Workers : Provider == OnnxStager.Cpu ? Math.Clamp(Environment.ProcessorCount - 1, 1, 16) : 1;
        logger.Warm(Identity.Name, Identity.Version, Identity.Sha256, Variant, Provider, Conditions.Runtime, Conditions.Session,
            Conditions.Machine);
    }

    public ModelBundle Bundle { get; }

    /// <summary>Of the graph in use: the bundle's, or a variant's.</summary>
    public ModelIdentity Identity => _graph.Identity;

    /// <summary><c>fp32</c>, <c>int8</c> or <c>fp16</c>: what was taken, not what was asked for.</summary>
    public string Variant => _graph.Variant?.Name ?? "fp32";

    /// <summary><c>cpu</c> or <c>cuda</c>: what was taken, not what was asked for.</summary>
    public string Provider { get; }

    /// <summary>What the results' bits depend on.</summary>
    public ScoringConditions Conditions { get; }

    /// <summary>How many stagers to run at the same time.</summary>
    public int Workers { get; }

    /// <summary>A stager for one worker; the caller disposes it.</summary>
    public IStager Create() => new OnnxStager(Bundle, _graph, _session, Provider);

    /// <summary>A stager with a session of its own, for after a failure: what failed is not asked again.</summary>
    /// <exception cref="CudaUnavailableException">CUDA is gone.</exception>
    public IStager CreateAnew() =>
        new OnnxStager(Bundle, _graph, Provider == OnnxStager.Cpu ? OpenCpu(Bundle, _graph) : OpenCuda(Bundle, _graph), Provider, ownsSession: true);

    /// <summary>A stager on the CPU to take over from another provider, already warm; null where the CPU is all there is.</summary>
    public IStager? CreateFallback() => _cpu is null ? null : new OnnxStager(Bundle, _reference, _cpu, OnnxStager.Cpu);

    public void Dispose()
    {
        _session.Dispose();
        _cpu?.Dispose();
    }

    private static (InferenceSession Session, ModelGraph Graph, string Provider) Open(ModelBundle bundle, ScoringOptions options, ILogger logger)
    {
        if (options.Provider != ScoringProvider.Cpu)
        {
            try
            {
                CudaLibrary.Require();
                var forCuda = VariantChoice.Of(bundle, options.Variant, OnnxStager.Cuda, logger);
                return (OpenCuda(bundle, forCuda), forCuda, OnnxStager.Cuda);
            }
            catch (CudaUnavailableException e) when (options.Provider == ScoringProvider.Auto)
            {
                logger.FallsBackToCpu(CudaLibrary.IsBuiltIn ? LogLevel.Warning : LogLevel.Information, e.Message);
            }
        }
        var graph = VariantChoice.Of(bundle, options.Variant, OnnxStager.Cpu, logger);
        return (OpenCpu(bundle, graph), graph, OnnxStager.Cpu);
    }

    private static InferenceSession OpenCpu(ModelBundle bundle, ModelGraph graph)
    {
        using var options = SessionSettings.ForCpu();
        return Warmed(bundle, graph, new InferenceSession(graph.Model, options), OnnxStager.Cpu);
    }

    private static InferenceSession OpenCuda(ModelBundle bundle, ModelGraph graph)
    {
        using var options = SessionSettings.ForCuda();
        try
        {
            return Warmed(bundle, graph, new InferenceSession(graph.Model, options), OnnxStager.Cuda);
        }
        catch (OnnxRuntimeException e)
        {
            throw new CudaUnavailableException($"the network does not run on it: {e.Message}", e);
        }
    }

    private static InferenceSession Warmed(ModelBundle bundle, ModelGraph graph, InferenceSession session, string provider)
    {
        try
        {
            if (graph.Variant is not null) GraphChecks.Check(bundle.Folder, bundle.Manifest, session);
            using var stager = new OnnxStager(bundle, graph, session, provider);
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
