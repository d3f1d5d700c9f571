using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Microsoft.ML.OnnxRuntime;

namespace Streaming.Scoring;

/// <summary>What must be equal for two runs to give equal bits.</summary>
/// <param name="ModelSha256">The graph.</param>
/// <param name="Provider"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Runtime">The engine's version.</param>
/// <param name="Session">Batch, threads and optimisation level.</param>
/// <param name="Machine">Processor family and the vector instructions by which the engine chooses its kernels.</param>
public sealed record ScoringConditions(string ModelSha256, string Provider, string Runtime, string Session, string Machine)
{
    internal static ScoringConditions Of(ModelGraph graph, string provider) =>
        new(graph.Identity.Sha256, provider, OrtEnv.Instance().GetVersionString(), SessionSettings.Summary, MachineType());

    private static string MachineType()
    {
        var vectors = Avx512F.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : Avx.IsSupported ? "avx" : "base";
        return $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}-{vectors}";
    }
}
