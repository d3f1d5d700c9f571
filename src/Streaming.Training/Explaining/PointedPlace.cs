namespace Streaming.Training.Explaining;

/// <summary>Where the weightiest cell of a picture lies, seen from the events that define its stage.</summary>
internal enum PointedPlace
{
    /// <summary>On one.</summary>
    Event = 0,

    /// <summary>In a second that holds one, in an EEG row where it does not count.</summary>
    SecondBrain = 1,

    /// <summary>In a second that holds one, in the row of an eye or the chin where it does not count.</summary>
    SecondOther = 2,

    /// <summary>In another second, in an EEG row.</summary>
    Brain = 3,

    /// <summary>In another second, in the row of an eye or the chin.</summary>
    Other = 4,
}
