namespace Streaming.Training.Datasets.Images;

/// <summary>A night by number: simulated ones are made anew when they are drawn, since many do not fit into memory.</summary>
internal readonly record struct NightKey(int Number, string Name, string Subject, bool IsSimulated)
{
    public static NightKey Of(StagedNight night, int number) => new(number, NightDrawing.NameOf(night), night.Subject, night.Simulated);
}
