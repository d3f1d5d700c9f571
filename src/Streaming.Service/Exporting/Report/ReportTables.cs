using System.Globalization;
using Streaming.Service.Flow;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Exporting.Report;

/// <summary>The report's smaller sections. A section without content is left out.</summary>
internal static class ReportTables
{
    private const int MostTold = 20; // a lead that comes and goes all night would fill pages

    public static void Cycles(HtmlText html, ReportNight night)
    {
        var cycles = night.Statistics.RemCycles;
        if (cycles.Count == 0) return;
        html.Element("h2", "REM cycles");
        html.Table(["", "begins", "R begins", "R ends", "stage R", "cycle"], cycles.Select((cycle, n) => (IReadOnlyList<string>)
        [
            Number(n + 1), Lines(cycle.StartSeconds), Lines(cycle.RStartSeconds), Lines(cycle.EndSeconds),
            Minutes(cycle.RMinutes), Minutes((cycle.EndSeconds - cycle.StartSeconds) / 60),
        ]), "times");
        html.Element("p", "R epochs less than 15 minutes apart are one period.", "note");

        // Three in a row are too wide for a page: the clock goes beneath study time.
        string Lines(double seconds) => night.Times.Moment(seconds).Replace(" (", "\n(", StringComparison.Ordinal);
    }

    public static void Review(HtmlText html, ReportNight night)
    {
        var review = night.Night.Review;
        html.Element("h2", "Automatic against edited");
        if (review.ReviewedEpochs == 0)
        {
            html.Element("p", "Nobody has given an epoch a stage: every stage is the machine's.");
            return;
        }
        html.Table(["", ""],
        [
            ["Epochs with a person's word", Text($"{review.ReviewedEpochs} of {review.Epochs}, the first {review.FirstReviewedEpoch + 1}, the last {review.LastReviewedEpoch + 1}")],
            ["Of these changed", Number(review.ChangedEpochs)],
            ["Automatic equals what stands", review.HasAgreement ? Text($"{100 * review.Agreement:0.0} % of the epochs that both score{(review.HasKappa ? Text($", kappa {review.Kappa:0.000}") : "")}") : "—"],
        ]);
        html.Element("p", "Who edits sees the machine's stage: this agreement is no measure of its accuracy.", "note");
        var machine = night.Automatic.ToDictionary(report => report.Epoch);
        var changed = night.Standing.Where(report => machine.TryGetValue(report.Epoch, out var before) && before.Stage != report.Stage)
            .GroupBy(report => (From: machine[report.Epoch].Stage, To: report.Stage)).OrderByDescending(group => group.Count()).ToList();
        html.Table(["changed from", "to", "epochs"], changed.Select(group => (IReadOnlyList<string>)
            [ReportStage.Name(group.Key.From), ReportStage.Name(group.Key.To), Number(group.Count())]));
    }

    public static void Quality(HtmlText html, ReportNight night)
    {
        html.Element("h2", "Quality and gaps");
        html.Table(["channel", "expected", "received", "backfilled", "lost", "late", "conflicting", "refused"], night.Night.Accounts.Zip(ChannelWords.Names(night.Night.Accounts), (account, name) => (IReadOnlyList<string>)
        [
            name, Number(account.Expected), Number(account.Received), Number(account.Backfilled),
            account.Expected == 0 ? Number(account.Lost) : Text($"{account.Lost} ({100.0 * account.Lost / account.Expected:0.###} %)"),
            Number(account.Late), Number(account.Conflicting), Number(account.Refused),
        ]));
        var remarks = night.Standing.SelectMany(report => report.Quality)
            .Concat(night.Standing.Where(report => report.UnscorableReason.Length > 0).Select(report => $"unscorable: {report.UnscorableReason}"))
            .Concat(night.Standing.Where(report => report.OutOfDistribution).Select(_ => "out-of-distribution by one or more of the remarks that say \"unlike\""))
            .Concat(night.Standing.Where(report => report.Calibrating).Select(_ => "calibrating (the first ten minutes)"))
            .GroupBy(remark => remark).OrderByDescending(group => group.Count()).Take(12).ToList();
        html.Table(["remark", "epochs"], remarks.Select(group => (IReadOnlyList<string>)[group.Key, Number(group.Count())]));
        html.Element("p", "Samples: expected = received + backfilled + lost. Late ones came after their epoch had been decided; refused ones lay so far ahead of all others that their place was not believed.", "note");
    }

    /// <summary>How good each lead was, and when something was wrong with one: a fault that leaves it usable makes no remark on any epoch.</summary>
    public static void Leads(HtmlText html, ReportNight night)
    {
        var leads = night.Night.ChannelQuality;
        if (leads.Count == 0) return;
        html.Element("h2", "Leads");
        html.Table(["channel", "usable", "epochs with a fault"], leads.Zip(ChannelWords.Names(leads), (lead, name) => (IReadOnlyList<string>)
        [
            name, Text($"{lead.UsableEpochs} of {lead.Epochs} epochs"),
            lead.Faults.Count == 0 ? "none" : string.Join(", ", lead.Faults.Select(fault => Text($"{Word(fault.Fault)} {fault.Epochs}"))),
        ]));
        var told = night.Night.Advisories.Where(advisory => advisory.OnsetSeconds is not null).OrderBy(advisory => StudyTime.Seconds(advisory.OnsetSeconds)).ToList();
        if (told.Count > MostTold)
        {
            html.Element("p", Text($"The longest {MostTold} of {told.Count} faults that lasted:"), "note");
            told = [.. told.OrderByDescending(Lasted).Take(MostTold).OrderBy(advisory => StudyTime.Seconds(advisory.OnsetSeconds))];
        }
        html.Table(["from", "to", "fault that lasted"], told.Select(advisory => (IReadOnlyList<string>)
        [
            night.Times.Moment(StudyTime.Seconds(advisory.OnsetSeconds)),
            advisory.EndSeconds is { } end ? night.Times.Moment(StudyTime.Seconds(end)) : "the end",
            advisory.Text,
        ]));

        static double Lasted(Advisory advisory) =>
            (advisory.EndSeconds is { } end ? StudyTime.Seconds(end) : double.PositiveInfinity) - StudyTime.Seconds(advisory.OnsetSeconds);
    }

    public static void Model(HtmlText html, ReportNight night)
    {
        html.Element("h2", "Model and derivations");
        html.Table(["model", "epochs", "provider", "SHA-256"], night.Automatic.Where(report => report.Model is not null)
            .GroupBy(report => (report.Model.Name, report.Model.Version, report.Model.Sha256, report.Provider)).Select(group => (IReadOnlyList<string>)
            [
                $"{group.Key.Name}, version {group.Key.Version}", Number(group.Count()), group.Key.Provider.Length == 0 ? "none (unscorable)" : group.Key.Provider,
                group.Key.Sha256.Length > 16 ? group.Key.Sha256[..16] + "…" : group.Key.Sha256,
            ]));
        html.Table(["row", "derivation", "epochs"], night.Automatic.SelectMany(report => report.Derivations)
            .GroupBy(row => (row.Row, row.Derivation, row.Fallback, IsDrawn: row.ScaleMicrovolts > 0)).Select(group => (IReadOnlyList<string>)
            [
                group.Key.Row, group.Key.Derivation.Length == 0 ? "none: this row was blank" : group.Key.Derivation + (group.Key.Fallback ? " (not the recommended one)" : "") + (group.Key.IsDrawn ? "" : ": not drawn"),
                Number(group.Count()),
            ]));
        html.Element("p", "Automatic stages are by this network and its smoother; it was trained as its card says.", "note");
    }

    public static void Events(HtmlText html, ReportNight night)
    {
        var calibrated = night.Calibration.Results.Where(result => result.Mark is not null).ToList();
        if (calibrated.Count > 0)
        {
            html.Element("h2", "Bio-calibration");
            html.Table(["step", "at", "seen", ""], calibrated.Select(result => (IReadOnlyList<string>)
                [MarkText.Of(result.Step), night.Times.Moment(StudyTime.Seconds(result.Mark.AtSeconds)), MarkText.Of(result.Verdict), result.Text]));
        }
        var events = night.Night.Lights.Select(mark => (At: StudyTime.Seconds(mark.AtSeconds), What: mark.On ? "lights on" : "lights off", mark.Author))
            .Concat(night.Night.Notes.Select(note => (StudyTime.Seconds(note.AtSeconds), note.Text, note.Author)))
            .Concat(night.Night.Marks.Where(mark => mark.Calibration is null).Select(mark => (StudyTime.Seconds(mark.AtSeconds), MarkText.Of(mark), mark.Author)))
            .OrderBy(entry => entry.Item1).ToList();
        if (events.Count == 0) return;
        html.Element("h2", "Marks and notes");
        html.Table(["at", "what", "by"], events.Select(entry => (IReadOnlyList<string>)
            [night.Times.Moment(entry.Item1), entry.Item2, entry.Author.Length == 0 ? "the recorder" : entry.Author]));
    }

    private static string Word(SignalFault fault) => fault switch
    {
        SignalFault.Missing => "samples missing",
        SignalFault.Disconnected => "electrode off",
        SignalFault.Hum => "mains hum",
        SignalFault.Pops => "electrode pops",
        SignalFault.ImplausibleAmplitude => "implausible amplitude",
        _ => fault.ToString().ToLowerInvariant(),
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Minutes(double minutes) => minutes.ToString("0.0 'min'", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
