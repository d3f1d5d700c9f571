using Streaming.Scoring;
using Streaming.Training.Explaining;

namespace Streaming.Tests.Training.Explaining;

public sealed class ShuffledModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-shuffled-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The served bundle holds other forms of its network too; those are not of the shuffled one.</summary>
    [Fact]
    public void Served_bundle_is_shuffled_whole_and_alone()
    {
        var served = ModelBundle.Load(Repository.At("deploy", "models", "stagenet-2"));

        var shuffled = ShuffledModel.Write(served, _folder, 1);

        Assert.NotEmpty(served.Manifest.Variants ?? []);
        Assert.Null(shuffled.Manifest.Variants);
        Assert.Equal(served.Model.Length, shuffled.Model.Length);
        Assert.NotEqual(served.Model, shuffled.Model);
    }
}
