using Streaming.Core.Signals;

namespace Streaming.Core.Staging;

/// <summary>An epoch whose REVISED is still to come.</summary>
/// <param name="Remembered">As <see cref="NightMemory.Accept"/> gave them, with the belief of the decision that was made last; empty without a memory, and of an
/// unscorable epoch.</param>
internal sealed record SmoothedEpoch(long Number, bool IsScorable, double[] Belief, double[] Likelihood, double[] Remembered)
{
    public void Save(StateWriter writer)
    {
        writer.Write(Number);
        writer.Write(IsScorable);
        writer.Write(Belief);
        writer.Write(Likelihood);
        writer.Write(Remembered);
    }

    /// <param name="remembered">Inputs of a scorable epoch; 0 without a memory.</param>
    public static SmoothedEpoch Load(ref StateReader reader, int remembered)
    {
        var (number, isScorable) = (reader.ReadInt64(), reader.ReadBoolean());
        var epoch = new SmoothedEpoch(
            number, isScorable, new double[SmootherSpec.Classes], new double[SmootherSpec.Classes], isScorable ? new double[remembered] : []);
        reader.Read(epoch.Belief);
        reader.Read(epoch.Likelihood);
        reader.Read(epoch.Remembered);
        return epoch;
    }
}
