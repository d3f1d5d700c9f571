using System.Globalization;
using Streaming.Core.Staging;
using Streaming.Scoring;

namespace Streaming.Training.Evaluation;

/// <summary>Share of FINAL stages that another gain changes, outside the calibrating first minutes.</summary>
/// <param name="Condition">The gain.</param>
/// <param name="Shares">By night.</param>
/// <param name="Epochs">Compared in all.</param>
internal sealed record GainChange(string Condition, IReadOnlyList<double> Shares, int Epochs)
{
    public double Mean => Shares.Average();

    public static GainChange Of(string condition, IReadOnlyList<(ReadNight Plain, ReadNight Changed)> nights, SmootherSpec spec)
    {
        var (shares, compared) = (new List<double>(), 0);
        foreach (var (plain, changed) in nights)
        {
            var (before, after) = (plain.Smooth(spec).Final, changed.Smooth(spec).Final);
            var epochs = Enumerable.Range(0, before.Count).Where(epoch => !plain.Evidence[epoch].IsCalibrating).ToArray();
            if (epochs.Length == 0) continue;
            compared += epochs.Length;
            shares.Add(epochs.Count(epoch => before[epoch].Stage != after[epoch].Stage) / (double)epochs.Length);
        }
        return new GainChange(condition, shares, compared);
    }

    public string Line() => string.Create(CultureInfo.InvariantCulture, $"{Condition}: changes {100 * Mean:f2} % of {Epochs} FINAL stages");

    public MeasuredAgreement Measured(string data, bool simulated) => new()
    {
        Data = data,
        Simulated = simulated,
        Subjects = Shares.Count,
        Epochs = Epochs,
        Figure = $"FINAL share changed by {Condition}",
        Value = Math.Round(Mean, 5),
        Low = Math.Round(Shares.Min(), 5),
        High = Math.Round(Shares.Max(), 5),
        Interval = "least and greatest of the nights",
        MajorityBaseline = 0,
    };
}
