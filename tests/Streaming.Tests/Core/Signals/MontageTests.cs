using Streaming.Core.Signals;

namespace Streaming.Tests.Core.Signals;

public sealed class MontageTests
{
    [Fact]
    public void Recommended_derivations_win_over_fallbacks()
    {
        var montage = Of("F3-M2", "F4-M1", "C3-A2", "C4-A1", "O1-M2", "O2-M1", "E1-M2", "E2-M2", "Chin1-Chin2");
        Assert.Equal(["F4-M1", "C4-M1", "O2-M1", "E1-M2", "E2-M2", "Chin1-Chin2"], montage.Rows.Select(row => row?.Name));
        Assert.All(montage.Rows, row => Assert.False(row!.IsFallback));
        Assert.Equal(1, montage.Rows[0]!.Positive);
        Assert.Empty(montage.Remarks);
    }

    [Fact]
    public void Fallbacks_fill_rows_in_order_and_are_named()
    {
        var montage = Of("EEG Fpz-Cz", "EEG Pz-Oz", "EOG horizontal", "C3-A2");
        Assert.Equal(["Fpz-Cz", "C3-M2", "Pz-Oz", "EOG horizontal", null, null], montage.Rows.Select(row => row?.Name));
        Assert.All(montage.Rows.OfType<Derivation>(), row => Assert.True(row.IsFallback));
        Assert.Contains("Nothing fills the chin row.", montage.Remarks);
    }

    /// <summary>Limits that a gateway left out, or has the same of: it is told which, not that its unit is odd.</summary>
    [Theory]
    [InlineData("uV", "-1000", "1000", 0, 0, "'C4-M1' has no scale: its digital limits 0 and 0 are the same; not used.")]
    [InlineData("uV", "0", "0", -32768, 32767, "'C4-M1' has no scale: its physical limits 0 and 0 are the same; not used.")]
    [InlineData("bar", "-1000", "1000", -32768, 32767, "'C4-M1' is not in volts (unit 'bar'); not used.")]
    public void Channel_without_a_scale_fills_no_row_and_its_remark_says_what_is_missing(
        string unit, string physicalMin, string physicalMax, int digitalMin, int digitalMax, string remark)
    {
        var channel = Channel(0, "C4-M1", 256) with { Unit = unit, Scaling = new ChannelScaling(physicalMin, physicalMax, digitalMin, digitalMax) };

        var montage = Montage.Resolve(Study(channel));

        Assert.All(montage.Rows, Assert.Null);
        Assert.Contains(remark, montage.Remarks);
    }

    [Fact]
    public void Difference_is_derived_from_two_channels_of_one_reference()
    {
        var montage = Of("EEG C3-CLE", "EEG A2-CLE", "EEG O1-LER");
        Assert.Equal(new Derivation(DerivationRow.Central, "C3-M2", 0, 1, IsFallback: true), montage.Rows[1]);
        Assert.Null(montage.Rows[2]);
    }

    [Fact]
    public void Difference_without_the_mastoid_cannot_be_derived_and_says_so()
    {
        var montage = Of("EEG C3-CLE", "EEG C4-CLE");
        Assert.All(montage.Rows, Assert.Null);
        Assert.Contains(montage.Remarks,
            remark => remark.Contains("'EEG C3-CLE' (C3-CLE): no mastoid is recorded against CLE", StringComparison.Ordinal));
    }

    [Fact]
    public void Difference_of_two_rates_is_not_derived()
    {
        var montage = Montage.Resolve(Study(Channel(0, "C4-REF", 200), Channel(1, "M1-REF", 100)));
        Assert.Null(montage.Rows[1]);
        Assert.Contains(montage.Remarks, remark => remark.StartsWith("C4-M1 cannot be derived", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("C3")]
    [InlineData("EEG")]
    public void Channel_without_reference_fills_no_row_and_asks_for_a_map(string label)
    {
        var montage = Of(label);
        Assert.All(montage.Rows, Assert.Null);
        Assert.Contains(montage.Remarks, remark => remark.Contains($"--map '{label}=", StringComparison.Ordinal));
    }

    [Fact]
    public void Bare_electrodes_are_not_subtracted_unasked()
    {
        Assert.Null(Of("C4", "M1").Rows[1]);
        Assert.Null(Of("E1", "M1").Rows[3]);
        Assert.Equal("E1", Of("EOG(L)").Rows[3]?.Name);
    }

    [Fact]
    public void Envelope_fills_no_row()
    {
        var montage = Montage.Resolve(Study(Channel(0, "EMG submental", 1)));
        Assert.Null(montage.Rows[5]);
        Assert.Contains(montage.Remarks, remark => remark.Contains("envelope at 1 Hz", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(50, false)]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public void Chin_emg_that_cannot_keep_its_band_is_used_and_named(int rateHz, bool whole)
    {
        var montage = Montage.Resolve(Study(Channel(0, "Chin1-Chin2", rateHz), Channel(1, "C4-M1", rateHz)));
        Assert.NotNull(montage.Rows[5]);
        Assert.Equal(!whole, montage.Remarks.Any(remark => remark.Contains("only the lower part of a chin EMG", StringComparison.Ordinal)));
    }

    [Fact]
    public void Rate_below_the_aasm_minimum_is_used_and_named()
    {
        var montage = Montage.Resolve(Study(Channel(0, "C4-M1", 100)));
        Assert.NotNull(montage.Rows[1]);
        Assert.Contains(montage.Remarks, remark => remark.Contains("100 Hz, below the AASM minimum of 200 Hz", StringComparison.Ordinal));
    }

    [Fact]
    public void Map_fills_only_the_row_it_names()
    {
        var rows = Mapped(["EEG"], "EEG=C4-M1").Rows;
        Assert.Equal("C4-M1", rows[1]?.Name);
        Assert.Single(rows.OfType<Derivation>());
    }

    [Fact]
    public void Map_derives_the_difference_of_two_channels()
    {
        Assert.Equal(new Derivation(DerivationRow.Chin, "Chin1-Chin2", 0, 1, IsFallback: false),
            Mapped(["Left ch", "Right ch"], "Left ch-Right ch=Chin1-Chin2").Rows[5]);
        Assert.Equal(new Derivation(DerivationRow.Central, "C4-M1", 1, 0, IsFallback: false), Mapped(["M1", "C4"], "C4-M1=C4-M1").Rows[1]);
    }

    [Fact]
    public void Map_names_the_second_channel_of_a_label() => Assert.Equal(1, Mapped(["EEG", "EEG"], "EEG#2=C4-M1").Rows[1]!.Positive);

    [Theory]
    [InlineData("EEG")]
    [InlineData("=C4-M1")]
    [InlineData("EEG=")]
    [InlineData("EEG=Something")]
    public void Map_that_is_none_says_why(string text)
    {
        Assert.NotNull(DerivationMap.TryParse(text, out var map));
        Assert.Null(map);
        Assert.Throws<FormatException>(() => DerivationMap.Parse(text));
    }

    [Theory]
    [InlineData("Nothing=C4-M1")]
    [InlineData("A-B=Chin")]
    public void Map_of_a_missing_channel_is_a_problem(string text)
    {
        var problems = new List<string>();
        DerivationMap.Apply([Channel(0, "EEG", 100)], [DerivationMap.Parse(text)], problems);
        Assert.Contains("'EEG'", Assert.Single(problems), StringComparison.Ordinal);
    }

    private static Montage Of(params string[] labels) => Montage.Resolve(Study([.. labels.Select((label, i) => Channel(i, label, 256))]));

    private static Montage Mapped(string[] labels, params string[] maps)
    {
        var problems = new List<string>();
        var channels = DerivationMap.Apply([.. labels.Select((label, i) => Channel(i, label, 256))], maps.Select(DerivationMap.Parse), problems);
        Assert.Empty(problems);
        return Montage.Resolve(Study([.. channels]));
    }

    private static Study Study(params Channel[] channels) => new(Guid.Empty, DateTimeOffset.UnixEpoch, Rational.Zero, channels);

    private static Channel Channel(int number, string label, int rateHz) =>
        new(number, label, ChannelNames.KindOf(label, rateHz), "uV", rateHz, new ChannelScaling("-1000", "1000", -32768, 32767));
}
