namespace Streaming.Core.Signals;

/// <summary>What a channel measures.</summary>
public enum ChannelKind
{
    /// <summary>Not said; the label decides.</summary>
    Unspecified = 0,
    Eeg = 1,
    Eog = 2,
    Emg = 3,

    /// <summary>EMG already rectified and averaged (Sleep-EDF cassette: 1 Hz). Never band-passed.</summary>
    EmgEnvelope = 4,
    Ecg = 5,

    /// <summary>Kept and shown, not staged.</summary>
    Other = 6,
}
