using System.Globalization;
using Streaming.Core.Staging;

namespace Streaming.Training.Explaining;

/// <summary>Whether the network's saliency is where the events are, and whether it is the network's at all.</summary>
/// <remarks>Where events are dense chance is high: a pointer that never missed would be 1 / chance times as often right, which is given as the greatest
/// ratio.</remarks>
internal sealed class SaliencyReport
{
    private static readonly Stage[] s_stages = [Stage.N2, Stage.N3, Stage.R];
    private readonly List<ExplainedPicture> _pictures = [];
    private readonly List<(Stage Stage, double Hit, double Chance)> _groups = [];
    private readonly List<double[]> _noise = [];
    private readonly List<double> _shuffled = [];
    private readonly List<(double Deleted, double Random, double Inserted)[]> _curves = [];

    public int Count => _pictures.Count;

    /// <summary>How often the largest weight of ablation falls on a defining event.</summary>
    public double PointingGame => Mean(_pictures.Where(picture => picture.HasTarget), picture => picture.Hits(picture.Ablation) ? 1 : 0);

    /// <summary>How often a blind pointer would.</summary>
    public double Chance => Mean(_pictures.Where(picture => picture.HasTarget), picture => picture.Chance);

    public void Add(ExplainedPicture picture) => _pictures.Add(picture);

    /// <summary>Takes the pointing game of a whole second of all rows of a kind.</summary>
    public void AddGroups(Stage stage, (double Hit, double Chance) point) => _groups.Add((stage, point.Hit, point.Chance));

    /// <summary>By noise: rank correlation with the map without it.</summary>
    public void AddNoise(double[] agreements) => _noise.Add(agreements);

    public void AddShuffled(double agreement) => _shuffled.Add(agreement);

    public void AddCurves((double Deleted, double Random, double Inserted)[] curve, Stage stage)
    {
        if (stage is Stage.N2 or Stage.N3 or Stage.R) _curves.Add(curve);
    }

    public IEnumerable<string> Lines()
    {
        yield return "| stage | pictures | pointing game | chance | ratio | attention points | share inside (ablation) | share inside (attention) | chance | greatest ratio |";
        yield return "|---|---|---|---|---|---|---|---|---|---|";
        foreach (var stage in s_stages)
            yield return Row(stage.ToString(), [.. _pictures.Where(picture => picture.Stage == stage && picture.HasTarget)]);
        yield return Row("all", [.. _pictures.Where(picture => picture.HasTarget)]);
        yield return "";
        yield return "| where the weightiest cell lies | on an event | its second, another EEG row | its second, eyes or chin | another second, EEG | another second, eyes or chin |";
        yield return "|---|---|---|---|---|---|";
        foreach (var stage in s_stages) yield return Place(stage.ToString(), [.. _pictures.Where(picture => picture.Stage == stage && picture.HasTarget)]);
        yield return "";
        yield return "| a second of all rows of a kind | pictures | pointing game | chance | ratio | greatest ratio |";
        yield return "|---|---|---|---|---|---|";
        foreach (var stage in s_stages) yield return Group(stage.ToString(), [.. _groups.Where(point => point.Stage == stage)]);
        yield return Group("all", _groups);
        yield return "";
        yield return "| cells | " + string.Join(" | ", SaliencyStudy.Shares.Select(share => Text($"{100 * share:0} %"))) + " |";
        yield return "|---|" + string.Concat(SaliencyStudy.Shares.Select(_ => "---|"));
        yield return Curve("log-odds left, weightiest taken away first", point => point.Deleted);
        yield return Curve("log-odds left, random ones taken away", point => point.Random);
        yield return Curve("log-odds with the weightiest alone", point => point.Inserted);
        yield return "";
        yield return "| noise added, of the row's scale | " + string.Join(" | ", SaliencyStudy.Noises.Select(share => Text($"{100 * share:0} %"))) + " |";
        yield return "|---|" + string.Concat(SaliencyStudy.Noises.Select(_ => "---|"));
        yield return Text($"| ranks of the map, correlation with the map without ({_noise.Count} pictures) | ") + string.Join(" | ", SaliencyStudy.Noises.Select((_, i) => Text($"{Mean(_noise, one => one[i]):f2}"))) + " |";
        yield return "";
        var attention = Mean(_pictures.Where(picture => picture.Attention is not null), picture => picture.Agreement(picture.Ablation, picture.Attention!));
        yield return Text($"attention_ablation_rank_correlation={attention:f2} noise_stability={Mean(_noise, one => one[^2]):f2} shuffled_weights={Mean(_shuffled, x => x):f2}");
        yield return Text($"pointing_game={PointingGame:f3} chance={Chance:f3} ratio={PointingGame / Chance:f2}");
    }

    private string Curve(string name, Func<(double Deleted, double Random, double Inserted), double> of) =>
        $"| {name} | " + string.Join(" | ", SaliencyStudy.Shares.Select((_, i) => Text($"{Mean(_curves, curve => of(curve[i])):f2}"))) + " |";

    private static string Group(string name, List<(Stage Stage, double Hit, double Chance)> points)
    {
        var (hits, chance) = (Mean(points, point => point.Hit), Mean(points, point => point.Chance));
        return Text($"| {name} | {points.Count} | {hits:f2} | {chance:f2} | {hits / chance:f2} | {1 / chance:f2} |");
    }

    private static string Place(string name, IReadOnlyList<ExplainedPicture> pictures) => $"| {name} | " + string.Join(" | ",
        Enum.GetValues<PointedPlace>().Select(place => Text($"{Mean(pictures, picture => picture.Pointed == place ? 1 : 0):f2}"))) + " |";

    private static string Row(string name, IReadOnlyList<ExplainedPicture> pictures)
    {
        var (hits, chance) = (Mean(pictures, picture => picture.Hits(picture.Ablation) ? 1 : 0), Mean(pictures, picture => picture.Chance));
        var looking = pictures.Where(picture => picture.Attention is not null).ToList();
        return Text(
            $"| {name} | {pictures.Count} | {hits:f2} | {chance:f2} | {hits / chance:f2} | {Mean(looking, picture => picture.Hits(picture.Attention!) ? 1 : 0):f2} | {Mean(pictures, picture => picture.ShareInside(picture.Ablation)):f2} | {Mean(looking, picture => picture.ShareInside(picture.Attention!)):f2} | {chance:f2} | {1 / chance:f2} |");
    }

    private static double Mean<T>(IEnumerable<T> items, Func<T, double> of) => items.Select(of).DefaultIfEmpty(double.NaN).Average();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
