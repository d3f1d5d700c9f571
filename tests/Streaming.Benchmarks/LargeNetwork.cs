using Streaming.Scoring;

namespace Streaming.Benchmarks;

/// <summary>A bundle of <see cref="ResNet18"/> in a folder of its own, as long as it is needed.</summary>
internal sealed class LargeNetwork : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streaming-resnet18-");

    /// <param name="like">Folder of the bundle whose smoother and temperature it takes.</param>
    public LargeNetwork(string like) => ResNet18.WriteBundle(_folder.FullName, ModelBundle.Load(like));

    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
