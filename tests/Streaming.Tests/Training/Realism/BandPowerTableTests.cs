using System.IO.Compression;
using System.Text;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;
using Streaming.Training.Realism;

namespace Streaming.Tests.Training.Realism;

public sealed class BandPowerTableTests : IDisposable
{
    private const string Header = "dataset,subject,night,onset_s,stage,first_eeg_delta,first_eeg_theta,first_eeg_alpha,first_eeg_sigma,first_eeg_beta,"
        + "last_eeg_delta,last_eeg_theta,last_eeg_alpha,last_eeg_sigma,last_eeg_beta,eye_delta,eye_theta,eye_alpha,eye_sigma,eye_beta";

    private readonly string _folder = Directory.CreateTempSubdirectory("band-powers").FullName;

    [Fact]
    public void Recorded_night_has_the_band_powers_that_the_simulated_one_is_measured_to_have()
    {
        var options = new NightSimulatorOptions { Epochs = 60, Layout = SimulatedLayout.SleepEdf, RateHz = 100, StartsAnywhere = true, ArtefactsPerHour = 0 };
        var night = new NightSimulator(options, 11).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        var (known, read) = (SimulatedBandPowers.Measure(night, night.Stages, "a"), RecordedBandPowers.Of(StagedNight.Of(night, "a"), TestContext.Current.CancellationToken)!);
        Assert.Equal(["Fpz-Cz", "Pz-Oz", "EOG horizontal"], read.Derivations);
        Assert.InRange(read.Epochs.Length, 55, 60);
        // A bed's filter passes a little less below 1 Hz and above 25 Hz than the band-pass alone.
        for (var value = 0; value < BandPowerNight.Features; value++)
        {
            double[] missed = [.. read.Epochs.Select((epoch, row) => read.Values[row][value] - known.Values[(int)epoch][value])];
            Assert.InRange(missed.Max() - missed.Min(), 0, 0.25);
            Assert.InRange(missed.Average(), -0.15, 0.15);
        }
    }

    [Fact]
    public void Night_without_two_EEG_rows_and_an_eye_gives_nothing()
    {
        var night = new NightSimulator(new NightSimulatorOptions { Epochs = 3, Layout = SimulatedLayout.SingleEeg }, 1).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        Assert.Null(RecordedBandPowers.Rows(Montage.Resolve(night.Study)));
        Assert.Null(RecordedBandPowers.Of(StagedNight.Of(night, "a"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_was_written_is_read_with_names_that_hold_commas_and_without_what_was_not_scored()
    {
        double[] Values(double first) => [.. Enumerable.Range(0, 15).Select(value => first + value)];
        var measured = new RecordedBandPowers([0, 1, 2, 4], [Values(0.5), Values(1.5), Values(2.5), Values(4.5)], []);
        using (var file = File.Create(Path.Combine(_folder, BandPowerTable.FileName)))
            BandPowerTable.Write(file, [("edf", "edf/a,b 100%2C", "n,1", [Stage.W, Stage.N2, null, Stage.R, Stage.N3], measured)]);
        var table = BandPowerTable.Read(_folder);
        Assert.Equal(["edf"], table.Datasets);
        var night = Assert.Single(table.Nights);
        Assert.Equal("edf/a,b 100%2C", night.Subject);
        Assert.Equal([0, 1, 4], night.Epochs);
        Assert.Equal([Stage.W, Stage.N2, Stage.N3], night.Stages);
        Assert.Equal([0.5, 1.5, 4.5], night.Values.Select(row => row[0]));
    }

    [Theory]
    [InlineData("subject,night\n", "it does not begin with the header of a table of band powers.")]
    [InlineData(Header + "\nedf,a,b,0,W,1\n", "line 2 has 6 cells.")]
    [InlineData(Header + "\nedf,a,b,0,W,1,1,1,1,1,1,1,1,x,1,1,1,1,1,1\n", "line 2: 'x' is no number.")]
    [InlineData(Header + "\nedf,a,b,-30,W,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\n", "line 2: '-30' is no onset in seconds.")]
    public void Table_that_cannot_be_read_is_named_with_its_line(string text, string reason)
    {
        var path = Path.Combine(_folder, BandPowerTable.FileName);
        using (var zip = new GZipStream(File.Create(path), CompressionLevel.Fastest)) zip.Write(Encoding.UTF8.GetBytes(text));
        Assert.Equal($"{path}: {reason}", Assert.Throws<DatasetException>(() => BandPowerTable.Read(_folder)).Message);
        File.WriteAllText(path, text);
        Assert.StartsWith($"{path}: ", Assert.Throws<DatasetException>(() => BandPowerTable.Read(_folder)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
