using Streaming.Core.Signals;

namespace Streaming.Core.Quality;

/// <summary>From where on a channel of a kind is said to have a fault. docs/quality.md gives the source of each.</summary>
/// <param name="IsJudged">Kinds whose signal says nothing (oximeters, position) are only missing or not.</param>
/// <param name="SmallestMicrovolts">A deviation within a second below it, unless it is many digital steps, is no life.</param>
/// <param name="LargestMicrovolts">A median deviation above it is implausible.</param>
/// <param name="HumMicrovolts">Amplitude of mains.</param>
/// <param name="PopMicrovolts">Within a hundredth of a second; infinite: pops are not looked for.</param>
/// <param name="NoiseMicrovolts">Fast activity, root mean square; infinite: noise is not told from signal.</param>
internal sealed record QualityLimits(
    bool IsJudged, double SmallestMicrovolts, double LargestMicrovolts, double HumMicrovolts, double PopMicrovolts, double NoiseMicrovolts)
{
    /// <summary>Digital steps: as much movement is a living converter, whatever the unit.</summary>
    public const double LivelySteps = 10;

    /// <summary>A second that moved by no more steps is flat; the same limit blanks a row.</summary>
    public const int FlatSteps = 2;

    /// <summary>Seconds of an epoch from which on a fault is named.</summary>
    public const int NamedSeconds = 5;

    /// <summary>Share of an epoch's samples at the limit.</summary>
    public const double ClippedShare = 0.01;

    /// <summary>What is left of the channel's own usual deviation when its electrode is off.</summary>
    public const double DisconnectedShare = 0.25;

    /// <summary>Mean squared step over twice the variance: 1 for white noise, under 0.1 for EEG at any usual rate.</summary>
    public const double NoiseWhiteness = 0.2;

    /// <summary>Times as much fast activity as the other channels have, or the channel itself had.</summary>
    public const double NoiseTimes = 4;

    /// <summary>Fast activity of an EEG or EOG channel, root mean square, that is noise in whatever many channels.</summary>
    public const double NeverMuscleMicrovolts = 100;

    /// <summary>Times the usual jump of the epoch.</summary>
    public const double PopTimes = 3;

    /// <summary>Times the nearest frequencies.</summary>
    public const double HumProminence = 3;

    private static readonly QualityLimits s_eeg = new(true, 0.5, 500, 5, 70, 6);
    private static readonly QualityLimits s_eog = new(true, 0.5, 1000, 5, 120, 8);
    private static readonly QualityLimits s_chin = new(true, 0.05, 1000, 10, double.PositiveInfinity, double.PositiveInfinity);
    private static readonly QualityLimits s_heart = new(true, 5, 10_000, 50, double.PositiveInfinity, double.PositiveInfinity);
    private static readonly QualityLimits s_other = new(false, 0, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);

    public static QualityLimits Of(ChannelKind kind) => kind switch
    {
        ChannelKind.Eeg => s_eeg,
        ChannelKind.Eog => s_eog,
        ChannelKind.Emg => s_chin,
        ChannelKind.Ecg => s_heart,
        _ => s_other,
    };
}
