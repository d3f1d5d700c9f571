using Streaming.Core.Signals;

namespace Streaming.Core.Staging;

/// <summary>An epoch whose REVISED is still to come.</summary>
internal sealed record SmoothedEpoch(long Number, bool IsScorable, double[] Belief, double[] Likelihood)
{
    public void Save(StateWriter writer)
    {
        writer.Write(Number);
        writer.Write(IsScorable);
        writer.Write(Belief);
        writer.Write(Likelihood);
    }

    public static SmoothedEpoch Load(ref StateReader reader)
    {
        var epoch = new SmoothedEpoch(reader.ReadInt64(), reader.ReadBoolean(), new double[SmootherSpec.Classes], new double[SmootherSpec.Classes]);
        reader.Read(epoch.Belief);
        reader.Read(epoch.Likelihood);
        return epoch;
    }
}
