using System.Text.RegularExpressions;

namespace Streaming.Training.Datasets.Import;

/// <summary>The layouts by name.</summary>
internal static class Layouts
{
    public static readonly string[] Names = ["sleep-edf", "shhs", "mass", "isruc", "edf"];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">The data set's folder: some layouts tell subjects apart by where in it their files lie.</param>
    /// <param name="subject">For <c>edf</c>: the first group of this regular expression in a file's path below the folder is its subject.</param>
    public static IDatasetLayout Of(string name, string folder, Regex? subject = null) => name switch
    {
        "sleep-edf" => new SleepEdfLayout(),
        "shhs" => new ShhsLayout(),
        "mass" => new MassLayout(),
        "isruc" => new IsrucLayout(folder),
        "edf" => new EdfLayout(folder, subject),
        _ => throw new ArgumentException($"'{name}' is no layout; there are {string.Join(", ", Names)}."),
    };
}
