namespace Streaming.Training.Networks;

/// <summary>Sizes of StageNet that were measured against each other (the bundle's card).</summary>
internal enum StageNetSize
{
    /// <summary>The one that is served.</summary>
    Usual = 0,

    /// <summary>Half as wide.</summary>
    Small = 1,

    /// <summary>Half as wide again, and a block more.</summary>
    Large = 2,
}
