using System.Security.Cryptography;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Optimising;

namespace Streaming.Tests.Training.Optimising;

public sealed class BundleOptimiserTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("optimiser").FullName;

    [Fact]
    public void Stopped_between_two_variants_it_leaves_the_bundle_as_it_was()
    {
        foreach (var file in Directory.GetFiles(Repository.At("deploy/models/stagenet-2"))) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        var before = Contents();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var optimiser = new BundleOptimiser(
            ModelBundle.Load(_folder), NightSequence.SimulatedPieces(Split.Training, 1, 1),
            [new ComparedData("a night", true, NightSequence.SimulatedNights(Split.Test, 1, 1, 4))], QuantisedPart.Convolutions, TimeProvider.System, new StoppingLog(stop));
        Assert.Throws<OperationCanceledException>(() => optimiser.Write(_folder, [VariantKind.Int8, VariantKind.Fp16], stop.Token));
        Assert.Equal(before, Contents());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Dictionary<string, string> Contents() =>
        Directory.GetFiles(_folder).ToDictionary(path => path, path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    /// <summary>Stops when the first variant has been made and measured.</summary>
    private sealed class StoppingLog(CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith("int8: ", StringComparison.Ordinal) == true && value.Contains(" bytes, ", StringComparison.Ordinal)) stop.Cancel();
        }
    }
}
