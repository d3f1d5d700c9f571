using System.Text;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Scoring;
using Xunit;

namespace Streaming.Tests.Scoring;

public sealed class ManifestPageTests
{
    [Fact]
    public void The_example_of_the_page_is_a_manifest_the_program_takes()
    {
        var page = File.ReadAllText(Repository.At("docs", "model-manifest.md"));
        var start = page.IndexOf("```json", StringComparison.Ordinal) + 7;
        var example = page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
        var manifest = ManifestFile.Read("page", Encoding.UTF8.GetBytes(example));
        ManifestChecks.Check("page", manifest);
        Assert.Equal(SignalSpecs.V1.BrainFilter, manifest.RenderSpec.Signal.BrainFilter);
        Assert.Equal(SignalSpecs.V1.ChinFilter, manifest.RenderSpec.Signal.ChinFilter);
        Assert.Equal(RenderSpecs.Lossless100.Rows, manifest.RenderSpec.Rows);
    }
}
