using Streaming.Core.Rendering;
using Streaming.Core.Staging;
using Streaming.Service.Flow;

namespace Streaming.Tests.Service;

/// <summary>A scoring device that fails when it is told to: it stands for a GPU.</summary>
internal sealed class Device
{
    private int _failures;

    /// <summary>What is asked of it fails.</summary>
    public volatile bool IsBroken;

    /// <summary>Sessions on it cannot be made.</summary>
    public volatile bool CannotLoad;

    public int Failures => _failures;

    /// <summary>The device first, the processor when it fails; both give the same answers and their own names.</summary>
    public ServedModel Served() => InkStager.Served(workers: 1) with
    {
        CreateStager = () => new Stager(this, "device"),
        CreateAnew = Load,
        CreateFallback = () => new Stager(null, "cpu"),
    };

    private IStager Load()
    {
        if (!CannotLoad) return new Stager(this, "device");
        Interlocked.Increment(ref _failures);
        throw new InvalidOperationException("the device is gone");
    }

    private sealed class Stager(Device? device, string provider) : IStager
    {
        private readonly InkStager _ink = new();

        public ModelIdentity Model => _ink.Model;

        public RenderSpec Spec => _ink.Spec;

        public StageEstimate Estimate(EpochImage image)
        {
            if (device is not { IsBroken: true }) return _ink.Estimate(image) with { Provider = provider };
            Interlocked.Increment(ref device._failures);
            throw new InvalidOperationException("the device failed");
        }

        public void Dispose() => _ink.Dispose();
    }
}
