using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;

namespace Streaming.Training.Datasets.Miniature;

/// <summary>Stages in the words and codes of the sources.</summary>
internal static class SourceStages
{
    /// <summary>Instead of a stage here and there, as technicians write it.</summary>
    private const int MovementEvery = 37;

    /// <summary>Codes by Rechtschaffen and Kales: 5 is REM; deep sleep is 3 and 4 by turns; 6 is movement; 9, the last, unscored.</summary>
    public static int[] RechtschaffenKales(IReadOnlyList<Stage> stages)
    {
        var codes = new int[stages.Count];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = i == codes.Length - 1 ? 9 : i % MovementEvery == MovementEvery / 2 ? 6 : Code(stages[i], i / 5 % 2 == 0 ? 3 : 4);
        return codes;
    }

    /// <summary>Codes by the AASM manual: no 4, 5 is REM.</summary>
    public static int[] Aasm(IReadOnlyList<Stage> stages) => [.. stages.Select(stage => Code(stage, 3))];

    /// <summary>What an import must make of the codes.</summary>
    public static Stage?[] Expected(IEnumerable<int> codes) => [.. codes.Select(code => code switch
    {
        0 => (Stage?)Stage.W,
        1 => Stage.N1,
        2 => Stage.N2,
        3 or 4 => Stage.N3,
        5 => Stage.R,
        _ => null,
    })];

    /// <summary>Annotation texts of Sleep-EDF and MASS.</summary>
    public static string Text(int code) => code switch
    {
        0 => "Sleep stage W",
        5 => "Sleep stage R",
        6 => "Movement time",
        9 => "Sleep stage ?",
        _ => $"Sleep stage {code}",
    };

    /// <summary>One annotation for each run of equal codes.</summary>
    public static List<EdfAnnotation> Merged(IReadOnlyList<int> codes, Rational startSeconds, int pageSeconds)
    {
        var annotations = new List<EdfAnnotation>();
        for (var i = 0; i < codes.Count;)
        {
            var end = i + 1;
            while (end < codes.Count && codes[end] == codes[i]) end++;
            annotations.Add(new EdfAnnotation(
                startSeconds + new Rational((long)i * pageSeconds), new Rational((long)(end - i) * pageSeconds), Text(codes[i])));
            i = end;
        }
        return annotations;
    }

    private static int Code(Stage stage, int deep) => stage switch
    {
        Stage.R => 5,
        Stage.N3 => deep,
        _ => (int)stage,
    };
}
