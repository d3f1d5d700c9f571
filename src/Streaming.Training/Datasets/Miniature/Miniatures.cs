namespace Streaming.Training.Datasets.Miniature;

/// <summary>The data sets that can be written in miniature, by name.</summary>
internal static class Miniatures
{
    public static readonly string[] Names = ["sleep-edf", "shhs", "mass", "isruc"];

    /// <param name="layout">One of <see cref="Names"/>.</param>
    public static IMiniatureWriter Of(string layout) => layout switch
    {
        "sleep-edf" => new SleepEdfWriter(),
        "shhs" => new ShhsWriter(),
        "mass" => new MassWriter(),
        "isruc" => new IsrucWriter(),
        _ => throw new ArgumentException($"'{layout}' is not written in miniature; there are {string.Join(", ", Names)}."),
    };
}
