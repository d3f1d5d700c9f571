using System.Globalization;
using Streaming.Core.Staging;

namespace Streaming.Training.Explaining;

/// <summary>How far the found share of slow waves is from the true one, by epoch, stage and sleeper; shares from 0 to 1.</summary>
internal sealed class SlowShareTally
{
    private readonly List<(int Sleeper, Stage Stage, double Found, double True)> _epochs = [];
    private int _sleepers;

    /// <summary>Epochs that were compared.</summary>
    public int Count => _epochs.Count;

    /// <summary>Mean of found less true share.</summary>
    public double Bias => _epochs.Count == 0 ? double.NaN : _epochs.Average(epoch => epoch.Found - epoch.True);

    /// <summary>Mean of the size of that.</summary>
    public double Error => _epochs.Count == 0 ? double.NaN : _epochs.Average(epoch => Math.Abs(epoch.Found - epoch.True));

    /// <summary>What is added from now on is another sleeper's.</summary>
    public void Begin() => _sleepers++;

    public void Add(Stage stage, double found, double there) => _epochs.Add((_sleepers, stage, found, there));

    public IEnumerable<string> Lines(string name)
    {
        var sleepers = _epochs.GroupBy(epoch => epoch.Sleeper).Select(group => 100 * group.Average(epoch => Math.Abs(epoch.Found - epoch.True))).Order();
        yield return Text($"slow-wave share {name}: mean error={100 * Error:f1} points, bias={100 * Bias:f1} points over {Count} epochs, by sleeper ")
            + string.Join(' ', sleepers.Select(error => Text($"{error:f1}")));
        foreach (var group in _epochs.GroupBy(epoch => epoch.Stage).OrderBy(group => group.Key))
            yield return Text($"slow-wave share {name} {group.Key}: true={100 * group.Average(epoch => epoch.True):f1} found={100 * group.Average(epoch => epoch.Found):f1} mean error={100 * group.Average(epoch => Math.Abs(epoch.Found - epoch.True)):f1} points over {group.Count()} epochs");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
