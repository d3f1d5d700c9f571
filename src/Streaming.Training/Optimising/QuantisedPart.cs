namespace Streaming.Training.Optimising;

/// <summary>What of a graph is written in whole numbers.</summary>
internal enum QuantisedPart
{
    /// <summary>Convolutions.</summary>
    Convolutions,

    /// <summary>Convolutions and products with constant weights, the head apart.</summary>
    Products,
}
