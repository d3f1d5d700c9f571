namespace Streaming.Core.Rendering;

/// <summary>Where the names of events go so that none lies on another: below each other where they share columns.</summary>
internal ref struct NamePlaces
{
    /// <summary>Names that can stand below each other in a row.</summary>
    public const int Lines = 6;

    private readonly Span<int> _ends; // by row and line: the column after the last name

    /// <param name="ends">Rows × <see cref="Lines"/>, zero.</param>
    public NamePlaces(Span<int> ends) => _ends = ends;

    /// <summary>The first line of a row that is free from a column on, which is then taken; -1 where none is. Names come in order of their
    /// columns.</summary>
    public readonly int Take(int row, int left, int right)
    {
        for (var line = 0; line < Lines; line++)
        {
            ref var end = ref _ends[row * Lines + line];
            if (end > left) continue;
            end = right;
            return line;
        }
        return -1;
    }
}
