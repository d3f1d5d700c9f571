namespace Streaming.Training.Explaining;

/// <summary>Where the weightiest cell of a picture lies, seen from the events that define its stage.</summary>
internal enum PointedPlace
{
    /// <summary>On one.</summary>
    Event = 0,

    /// <summary>In a second that holds one, in a row where it does not count.</summary>
    EventSecond = 1,

    /// <summary>In another second, in an EEG row.</summary>
    Brain = 2,

    /// <summary>In another second, in an eye row.</summary>
    Eyes = 3,

    /// <summary>In another second, in the chin's row.</summary>
    Chin = 4,
}
