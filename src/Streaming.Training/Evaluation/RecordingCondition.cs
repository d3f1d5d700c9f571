using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Training.Evaluation;

/// <summary>The same study, recorded otherwise.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Applied">Changes the study's description; its samples stay.</param>
internal sealed record RecordingCondition(string Name, Func<Study, Study> Applied)
{
    private static readonly Func<Study, Study> Unchanged = study => study;
    private static readonly string[] RowNames = ["frontal", "central", "occipital", "left eye", "right eye", "chin"];

    public static RecordingCondition AsRecorded { get; } = new("as recorded", Unchanged);

    /// <summary>As recorded, where every row was.</summary>
    public static RecordingCondition AllRows { get; } = new("all rows", Unchanged);

    public static RecordingCondition HalfGain { get; } = Gain(0.5);

    public static RecordingCondition DoubleGain { get; } = Gain(2);

    /// <summary>Every channel but the central one is declared as something that is not staged.</summary>
    public static RecordingCondition SingleCentral { get; } = new("one central EEG", study => study with
    {
        Channels = [.. study.Channels.Select(channel => IsCentral(channel) ? channel : channel with { Kind = ChannelKind.Other })],
    });

    /// <summary>Changes what is drawn of each closed epoch; null where nothing is changed, or an epoch without a row left.</summary>
    public Func<Epoch, Epoch>? Drawn { get; init; }

    /// <summary>Of the study as it was: a changer of the blocks of one night, in order; null where they stay.</summary>
    public Func<Study, Func<SampleBlock, SampleBlock>>? Samples { get; init; }

    /// <summary>Where the changed study ends, of the study as it was and its end.</summary>
    public Func<Study, StudyEnd, StudyEnd> Ended { get; init; } = (_, end) => end;

    public static RecordingCondition Gain(double times) =>
        new(string.Create(CultureInfo.InvariantCulture, $"gain x{times}"), study => Scaled(study, times));

    /// <summary>A row is not drawn, as if its leads had come off for good.</summary>
    public static RecordingCondition Without(DerivationRow row) =>
        new($"without {RowNames[(int)row]}", Unchanged) { Drawn = epoch => Keeping(epoch, other => other != row) };

    /// <summary>One row is drawn.</summary>
    public static RecordingCondition Only(DerivationRow row) =>
        new($"only {RowNames[(int)row]}", Unchanged) { Drawn = epoch => Keeping(epoch, other => other == row) };

    /// <summary>Only the brain's rows are drawn.</summary>
    public static RecordingCondition EegOnly { get; } =
        new("EEG rows only", Unchanged) { Drawn = epoch => Keeping(epoch, row => row <= DerivationRow.Occipital) };

    /// <summary>One of the brain's rows is drawn: the central one, else the first there is.</summary>
    public static RecordingCondition SingleEeg { get; } = new("one EEG row", Unchanged)
    {
        Drawn = epoch =>
        {
            var only = epoch.Rows[(int)DerivationRow.Central] is not null ? DerivationRow.Central
                : epoch.Rows[(int)DerivationRow.Frontal] is not null ? DerivationRow.Frontal : DerivationRow.Occipital;
            return Keeping(epoch, row => row == only);
        },
    };

    /// <summary>Readings whose sessions take the same samples under the same description share one session.</summary>
    public object SessionKey => (Applied, Samples);

    private static Epoch Keeping(Epoch epoch, Func<DerivationRow, bool> isKept)
    {
        float[]?[] rows = [.. epoch.Rows.Select((row, n) => isKept((DerivationRow)n) ? row : null)];
        return new Epoch
        {
            Number = epoch.Number,
            StartSeconds = epoch.StartSeconds,
            Rows = rows,
            ScalesMicrovolts = [.. epoch.ScalesMicrovolts.Select((scale, n) => rows[n] is null ? 0 : scale)],
            Derivations = epoch.Derivations,
            Accounts = epoch.Accounts,
            UnscorableReason = epoch.UnscorableReason ?? (Array.TrueForAll(rows[..5], row => row is null) ? "no EEG or EOG derivation" : null),
            IsCalibrating = epoch.IsCalibrating,
        };
    }

    private static bool IsCentral(Channel channel) => channel.Label.Contains("C4", StringComparison.Ordinal);

    private static Study Scaled(Study study, double gain) => study with
    {
        Channels = [.. study.Channels.Select(channel => channel with { Scaling = Scaled(channel.Scaling, gain) })],
    };

    private static ChannelScaling Scaled(ChannelScaling scaling, double gain) =>
        new(Times(scaling.PhysicalMin, gain), Times(scaling.PhysicalMax, gain), scaling.DigitalMin, scaling.DigitalMax);

    private static string Times(string limit, double gain) =>
        (decimal.Parse(limit.Trim().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture) * (decimal)gain).ToString(CultureInfo.InvariantCulture);
}
