using System.Globalization;
using Streaming.Core.Signals;

namespace Streaming.Training.Evaluation;

/// <summary>The same study, recorded otherwise.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Applied">Changes the study's description; its samples stay.</param>
internal sealed record RecordingCondition(string Name, Func<Study, Study> Applied)
{
    public static RecordingCondition AsRecorded { get; } = new("as recorded", study => study);

    /// <summary>As recorded, where every row was.</summary>
    public static RecordingCondition AllRows { get; } = new("all rows", study => study);

    public static RecordingCondition HalfGain { get; } = new("gain x0.5", study => Scaled(study, 0.5));

    public static RecordingCondition DoubleGain { get; } = new("gain x2", study => Scaled(study, 2));

    /// <summary>Every channel but the central one is declared as something that is not staged.</summary>
    public static RecordingCondition SingleCentral { get; } = new("one central EEG", study => study with
    {
        Channels = [.. study.Channels.Select(channel => IsCentral(channel) ? channel : channel with { Kind = ChannelKind.Other })],
    });

    private static bool IsCentral(Channel channel) => channel.Label.Contains("C4", StringComparison.Ordinal);

    private static Study Scaled(Study study, double gain) => study with
    {
        Channels = [.. study.Channels.Select(channel => channel with { Scaling = Scaled(channel.Scaling, gain) })],
    };

    private static ChannelScaling Scaled(ChannelScaling scaling, double gain) =>
        new(Times(scaling.PhysicalMin, gain), Times(scaling.PhysicalMax, gain), scaling.DigitalMin, scaling.DigitalMax);

    private static string Times(string limit, double gain) =>
        (decimal.Parse(limit.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture) * (decimal)gain).ToString(CultureInfo.InvariantCulture);
}
