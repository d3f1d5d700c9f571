using System.Globalization;
using System.IO.Compression;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Training.Realism;

namespace Streaming.Tests.Training.Realism;

/// <summary>Nights as band powers, as the public ones are, of people who do not exist.</summary>
internal static class MeasuredNights
{
    private const double ChannelConstant = 2.5;

    public static BandPowerNight Of(ulong seed, int epochs, string subject = "00")
    {
        var options = new NightSimulatorOptions { Epochs = epochs, Layout = SimulatedLayout.SleepEdf, RateHz = 100, StartsAnywhere = true, ArtefactsPerHour = 0 };
        var night = new NightSimulator(options, seed).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        var measured = SimulatedBandPowers.Measure(night, night.Stages, subject);
        return measured with { Values = [.. measured.Values.Select(row => row.Select(value => value + ChannelConstant).ToArray())] };
    }

    /// <summary>One night each of people 00, 01 …, each with some sleep.</summary>
    public static IReadOnlyList<BandPowerNight> People(int count, int epochs) =>
        [.. Enumerable.Range(0, count).Select(person => Enumerable.Range(0, 100)
            .Select(tried => Of((ulong)(100 * person + tried), epochs, person.ToString("d2", CultureInfo.InvariantCulture)))
            .First(night => night.Stages.Any(stage => stage != Stage.W)))];

    /// <summary>Writes nights as <c>band-powers.csv.gz</c> of a folder.</summary>
    public static void Write(string folder, IEnumerable<BandPowerNight> nights)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(Path.Combine(folder, "band-powers.csv.gz")), CompressionLevel.Fastest));
        string[] channels = ["fpzcz", "pzoz", "eog"], bands = ["delta", "theta", "alpha", "sigma", "beta"];
        writer.WriteLine($"subject,night,onset_s,stage,{string.Join(',', channels.SelectMany(channel => bands.Select(band => $"{channel}_{band}")))}");
        foreach (var night in nights)
            for (var i = 0; i < night.Stages.Length; i++)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{night.Subject},1,{30 * night.Epochs[i]},{"W123R"[(int)night.Stages[i]]},{string.Join(',', night.Values[i].Select(value => value.ToString("0.0000", CultureInfo.InvariantCulture)))}"));
    }
}
