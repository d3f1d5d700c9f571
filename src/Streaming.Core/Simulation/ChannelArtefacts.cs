namespace Streaming.Core.Simulation;

/// <summary>Lead-offs and electrode pops of a night.</summary>
internal static class ChannelArtefacts
{
    public static IReadOnlyList<ChannelArtefact> Draw(
        IReadOnlyList<SimulatedChannel> channels, int seconds, double perHour, SeededRandom random)
    {
        var artefacts = new List<ChannelArtefact>();
        if (perHour <= 0) return artefacts;
        for (var at = random.Exponential(3600 / perHour); at < seconds; at += random.Exponential(3600 / perHour))
        {
            var channel = random.Below(channels.Count);
            artefacts.Add(random.Chance(0.7)
                ? new ChannelArtefact(channel, (int)at, 1, random.Between(100, 500) * (random.Chance(0.5) ? 1 : -1))
                : new ChannelArtefact(channel, (int)at, 5 + (int)random.Exponential(40), 0));
        }
        return artefacts;
    }

    /// <summary>What befalls a channel in a second.</summary>
    public static (double PopMicrovolts, bool Off) At(IReadOnlyList<ChannelArtefact> artefacts, int channel, int second)
    {
        var (pop, off) = (0.0, false);
        foreach (var artefact in artefacts)
        {
            if (artefact.Channel != channel || second < artefact.Second || second >= artefact.Second + artefact.Seconds) continue;
            if (artefact.PopMicrovolts == 0) off = true;
            else pop += artefact.PopMicrovolts;
        }
        return (pop, off);
    }
}
