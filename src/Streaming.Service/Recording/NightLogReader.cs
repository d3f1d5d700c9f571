using System.Globalization;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Recording;

/// <summary>Reads one consistent state of the night log: what was committed when it was made, whatever is written meanwhile.</summary>
internal sealed class NightLogReader : IDisposable
{
    private const string StudyColumns = "site, bed, descriptor, first_offset, ended, end_offset, accounts";

    // The model of a state is that of the last change at or before it.
    private const string StateColumns =
        """
        epoch, resume_offset, closed_offset, session, smoother, evidence, model, signal
        FROM states LEFT JOIN evidence_states USING (study_id, epoch) LEFT JOIN study_models AS m ON m.study_id = states.study_id AND m.after_epoch =
            (SELECT max(after_epoch) FROM study_models WHERE study_id = states.study_id AND after_epoch <= states.epoch)
        """;

    private const string SummaryColumns =
        """
        SELECT study_id, site, bed, descriptor, ended, end_reason,
            (SELECT min(epoch) FROM reports WHERE study_id = s.study_id), (SELECT max(epoch) FROM reports WHERE study_id = s.study_id),
            (SELECT message FROM signatures WHERE study_id = s.study_id ORDER BY sequence DESC LIMIT 1),
            opened_sequence = (SELECT max(opened_sequence) FROM studies WHERE site = s.site AND bed = s.bed), c.sequence
        FROM studies AS s
        """;

    private readonly SqliteStatements _statements;

    /// <param name="connection">Its own; given back with it, also where it cannot be read.</param>
    /// <exception cref="SqliteException">The disk refuses.</exception>
    public NightLogReader(SqliteConnection connection)
    {
        _statements = new SqliteStatements(connection);
        try
        {
            _statements.Execute("BEGIN");
            // The first read fixes the state that all later ones see.
            LatestSequence = _statements.First("SELECT coalesce(max(sequence), 0) FROM deltas", row => row.GetInt64(0));
        }
        catch
        {
            _statements.Dispose();
            throw;
        }
    }

    public long LatestSequence { get; }

    /// <summary>Its own; for tests of what SQLite does to it.</summary>
    internal SqliteConnection Connection => _statements.Connection;

    /// <summary>The oldest delta that a watcher may go on with, or one beyond the latest where there is none: none is held any more that is older, or a
    /// study has been deleted since, which a watcher from before still shows.</summary>
    public long OldestSequence => _statements.First(
        "SELECT max(coalesce(min(sequence), $1), coalesce((SELECT max(sequence) + 1 FROM forgotten), 0)) FROM deltas", row => row.GetInt64(0), LatestSequence + 1);

    public long? Meta(string key) => _statements.First("SELECT value FROM meta WHERE key = $1", row => (long?)row.GetInt64(0), key);

    public StoredStudy? FindStudy(string studyId) =>
        _statements.First($"SELECT {StudyColumns} FROM studies WHERE study_id = $1", ReadStudy, studyId);

    /// <summary>What is kept of a study that was deleted; null for any other.</summary>
    public ForgottenStudy? FindForgotten(string studyId) => Forgotten().Find(forgotten => forgotten.StudyId == studyId);

    /// <summary>Studies that were deleted, in the order of their ids.</summary>
    public List<ForgottenStudy> Forgotten() => _statements.Query(
        "SELECT study_id, at, author, removed, places FROM forgotten ORDER BY study_id",
        row => new ForgottenStudy(
            row.GetString(0), DateTimeOffset.Parse(row.GetString(1), CultureInfo.InvariantCulture), row.GetString(2), row.GetString(3),
            row.IsDBNull(4) ? null : JournalPlace.Unpack((byte[])row[4])));

    /// <summary>Whether an event of a gateway has had its effect.</summary>
    public bool HasEvent(string studyId, string eventId) => _statements.First(
        "SELECT count(*) FROM events WHERE study_id = $1 AND event_id = $2", row => row.GetInt64(0), studyId, eventId) > 0;

    /// <summary>The current or latest study of a bed.</summary>
    public StoredStudy? LatestStudy(BedKey bed) => _statements.First(
        $"SELECT {StudyColumns} FROM studies WHERE site = $1 AND bed = $2 ORDER BY opened_sequence DESC LIMIT 1", ReadStudy, bed.Site, bed.Bed);

    /// <summary>The current or latest study of every bed.</summary>
    public List<StoredStudy> LatestStudies() => _statements.Query(
        $"""
        SELECT {StudyColumns} FROM studies AS s
        WHERE opened_sequence = (SELECT max(opened_sequence) FROM studies WHERE site = s.site AND bed = s.bed) ORDER BY site, bed
        """, ReadStudy);

    /// <summary>What one chooses a night by, of every study of a site or a bed, the one that began last first.</summary>
    /// <param name="site">Empty: every site.</param>
    /// <param name="bed">Empty: every bed of the site.</param>
    /// <param name="before">A study that is kept: those that began before it; empty: all.</param>
    /// <param name="limit">The most that are read.</param>
    public List<NightSummary> Nights(string site, string bed, string before, int limit) => _statements.Query(
        $"""
        {SummaryColumns} LEFT JOIN night_changes AS c USING (study_id) WHERE study_id IN
            (SELECT study_id FROM studies WHERE ($1 = '' OR site = $1) AND ($2 = '' OR bed = $2)
                AND ($3 = '' OR opened_sequence < (SELECT opened_sequence FROM studies WHERE study_id = $3)) ORDER BY opened_sequence DESC LIMIT $4)
        ORDER BY opened_sequence DESC
        """, // chosen by the index alone: else every descriptor that the store holds is read, and each night's epochs are looked up
        ReadSummary, site, bed, before, limit);

    /// <summary>Nights that are over, and that ended or were edited after a sequence, the oldest change first.</summary>
    public List<NightSummary> ChangedNights(string site, string bed, long after, int limit) => _statements.Query(
        $"""
        {SummaryColumns} JOIN night_changes AS c USING (study_id) WHERE study_id IN
            (SELECT study_id FROM night_changes JOIN studies USING (study_id) WHERE ($1 = '' OR site = $1) AND ($2 = '' OR bed = $2)
                AND ended = 1 AND sequence > $3 ORDER BY sequence LIMIT $4)
        ORDER BY c.sequence
        """,
        ReadSummary, site, bed, after, limit);

    public List<StoredStudy> OpenStudies() =>
        _statements.Query($"SELECT {StudyColumns} FROM studies WHERE ended = 0 ORDER BY opened_sequence", ReadStudy);

    /// <summary>Studies whose records may be read again from a journal offset on, though they are over.</summary>
    public List<StoredStudy> StudiesEndedAfter(long offset) =>
        _statements.Query($"SELECT {StudyColumns} FROM studies WHERE ended = 1 AND end_offset > $1 ORDER BY opened_sequence", ReadStudy, offset);

    /// <summary>Studies that are over and have no recording, oldest first.</summary>
    public List<StoredStudy> UnrecordedStudies() => _statements.Query(
        $"SELECT {StudyColumns} FROM studies WHERE ended = 1 AND study_id NOT IN (SELECT study_id FROM recordings) ORDER BY opened_sequence", ReadStudy);

    /// <summary>Journal offset of the first message of a study that is open or not recorded; null where there is none.</summary>
    public long? FirstUnrecordedOffset() => _statements.First(
        "SELECT min(first_offset) FROM studies WHERE study_id NOT IN (SELECT study_id FROM recordings)", row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0));

    /// <summary>What has been recorded, oldest first.</summary>
    public List<KeptRecording> Recordings() => _statements.Query(
        "SELECT study_id, file, written_at, first_offset, end_offset, journal_deleted FROM recordings JOIN studies USING (study_id) ORDER BY first_offset",
        ReadRecording);

    public KeptRecording? Recording(string studyId) => _statements.First(
        "SELECT study_id, file, written_at, first_offset, end_offset, journal_deleted FROM recordings JOIN studies USING (study_id) WHERE study_id = $1",
        ReadRecording, studyId);

    public EpochState? LastState(string studyId) =>
        _statements.First($"SELECT {StateColumns} WHERE states.study_id = $1 ORDER BY epoch DESC LIMIT 1",
            ReadState, studyId);

    /// <summary>The state after an epoch, or null.</summary>
    public EpochState? State(string studyId, long epoch) =>
        _statements.First($"SELECT {StateColumns} WHERE states.study_id = $1 AND epoch = $2",
            ReadState, studyId, epoch);

    /// <summary>Reports in order of epoch and revision.</summary>
    public List<StageReport> Reports(string studyId, bool allRevisions) => _statements.Query(
        allRevisions
            ? "SELECT message FROM reports WHERE study_id = $1 ORDER BY epoch, revision"
            : "SELECT message, max(revision) FROM reports WHERE study_id = $1 GROUP BY epoch ORDER BY epoch",
        row => StageReport.Parser.ParseFrom((byte[])row[0]), studyId);

    /// <summary>Every revision of one epoch, lowest first.</summary>
    public List<StageReport> Revisions(string studyId, long epoch) => _statements.Query(
        "SELECT message FROM reports WHERE study_id = $1 AND epoch = $2 ORDER BY revision",
        row => StageReport.Parser.ParseFrom((byte[])row[0]), studyId, epoch);

    /// <summary>The last FINAL reports of a study, oldest first.</summary>
    public List<StageReport> LastFinals(string studyId, int count)
    {
        var finals = _statements.Query(
            "SELECT message FROM reports WHERE study_id = $1 AND revision = $2 ORDER BY epoch DESC LIMIT $3",
            row => StageReport.Parser.ParseFrom((byte[])row[0]), studyId, (int)V1.Revision.Final, count);
        finals.Reverse();
        return finals;
    }

    /// <summary>How many epochs of a study have their FINAL, and how many of them without a stage; of each report as much is read as says so.</summary>
    public (int Finals, int Unscorable) CountFinals(string studyId)
    {
        var stages = _statements.Query(
            "SELECT message FROM reports WHERE study_id = $1 AND revision = $2", row => StageOf((byte[])row[0]), studyId, (int)V1.Revision.Final);
        return (stages.Count, stages.Count(stage => stage == V1.Stage.Unscorable));
    }

    /// <summary>The latest FINAL reports that no REVISED has followed, oldest first; a person's word counts as one.</summary>
    public List<StageReport> Unrevised(string studyId, int among)
    {
        var revised = _statements.Query(
            "SELECT epoch FROM reports WHERE study_id = $1 AND revision > $2", row => row.GetInt64(0), studyId, (int)V1.Revision.Final).ToHashSet();
        return [.. LastFinals(studyId, among).Where(final => !revised.Contains(final.Epoch))];
    }

    // Fields stand in the order of their numbers, and the stage before everything that is long.
    private static V1.Stage StageOf(byte[] report)
    {
        var input = new CodedInputStream(report);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (WireFormat.GetTagFieldNumber(tag) == StageReport.StageFieldNumber) return (V1.Stage)input.ReadEnum();
            input.SkipLastField();
        }
        return V1.Stage.Unspecified;
    }

    public List<LightsMark> Lights(string studyId) =>
        Messages("SELECT message FROM lights WHERE study_id = $1 ORDER BY sequence", LightsMark.Parser, studyId);

    public List<NightNote> Notes(string studyId) =>
        Messages("SELECT message FROM notes WHERE study_id = $1 ORDER BY sequence", NightNote.Parser, studyId);

    public List<NightMark> Marks(string studyId) =>
        Messages("SELECT message FROM marks WHERE study_id = $1 ORDER BY sequence", NightMark.Parser, studyId);

    /// <summary>In the order in which they were made, each as it is now.</summary>
    public List<Signature> Signatures(string studyId) =>
        Messages("SELECT message FROM signatures WHERE study_id = $1 ORDER BY sequence", Signature.Parser, studyId);

    /// <summary>Of the latest change of a stage or a lights mark; 0 for none.</summary>
    public long ChangeSequence(string studyId) => _statements.First(NightLogTransaction.LatestChange, row => row.GetInt64(0), studyId);

    /// <summary>The machine's last word on each epoch, whatever people said since.</summary>
    public List<StageReport> AutomaticReports(string studyId) => _statements.Query(
        "SELECT message, max(revision) FROM reports WHERE study_id = $1 AND revision < $2 GROUP BY epoch ORDER BY epoch",
        row => StageReport.Parser.ParseFrom((byte[])row[0]), studyId, (int)V1.Revision.Overridden);

    /// <summary>Of a study, and those that last at its bed without being of any.</summary>
    public List<Advisory> Advisories(StoredStudy study) => _statements.Query(
        // In two halves, each with its index: those of no study are of all nights and beds, and grow for ever.
        """
        SELECT message FROM advisories WHERE study_id = $1
        UNION ALL SELECT message FROM advisories WHERE ended = 0 AND site = $2 AND bed = $3 AND +study_id = ''
        """,
        row => Advisory.Parser.ParseFrom((byte[])row[0]), study.Id, study.Bed.Site, study.Bed.Bed);

    /// <summary>Of all notes, marks and lights of a study.</summary>
    public long EventBytes(string studyId) => _statements.First(
        """
        SELECT (SELECT coalesce(sum(length(message)), 0) FROM notes WHERE study_id = $1) + (SELECT coalesce(sum(length(message)), 0) FROM marks WHERE study_id = $1)
            + (SELECT coalesce(sum(length(message)), 0) FROM lights WHERE study_id = $1)
        """,
        row => row.GetInt64(0), studyId);

    public Advisory? FindAdvisory(string advisoryId) => _statements.First(
        "SELECT message FROM advisories WHERE advisory_id = $1", row => Advisory.Parser.ParseFrom((byte[])row[0]), advisoryId);

    public List<Advisory> LastingAdvisories() => _statements.Query(
        "SELECT message FROM advisories WHERE ended = 0", row => Advisory.Parser.ParseFrom((byte[])row[0]));

    public List<Bed> Beds() => _statements.Query("SELECT message FROM beds ORDER BY site, bed", row => Bed.Parser.ParseFrom((byte[])row[0]));

    /// <summary>Of what was announced nobody needs any more what came up to here: before the oldest study that still has its messages.</summary>
    public long LastUnneededDelta() => _statements.First(
        """
        SELECT coalesce(min(opened_sequence), 0) FROM studies
        WHERE study_id NOT IN (SELECT study_id FROM recordings WHERE journal_deleted = 1)
        """,
        row => row.GetInt64(0));

    public List<Delta> Deltas(long after, int limit) => _statements.Query(
        "SELECT sequence, site, bed, message FROM deltas WHERE sequence > $1 ORDER BY sequence LIMIT $2",
        ReadDelta, after, limit);

    public void Dispose()
    {
        try
        {
            // After an error of the disk SQLite has ended it already; that it has is not what went wrong.
            if (_statements.IsInTransaction) _statements.Execute("ROLLBACK");
        }
        finally
        {
            _statements.Dispose();
        }
    }

    private static Delta ReadDelta(SqliteDataReader row)
    {
        var encoded = (byte[])row[3];
        var message = WatchResponse.Parser.ParseFrom(encoded);
        return new Delta(
            row.GetInt64(0), new BedKey(row.GetString(1), row.GetString(2)), encoded, DeltaEncoding.ReportOf(message, encoded), message.Report?.Revision ?? Revision.Unspecified);
    }

    private static StoredStudy ReadStudy(SqliteDataReader row) => new(
        new BedKey(row.GetString(0), row.GetString(1)),
        StudyDescriptor.Parser.ParseFrom((byte[])row[2]),
        row.GetInt64(3),
        row.GetInt64(4) != 0,
        row.IsDBNull(5) ? null : row.GetInt64(5),
        row.IsDBNull(6) ? [] : Night.Parser.ParseFrom((byte[])row[6]).Accounts);

    private static NightSummary ReadSummary(SqliteDataReader row)
    {
        var descriptor = StudyDescriptor.Parser.ParseFrom((byte[])row[3]);
        var summary = new NightSummary
        {
            StudyId = row.GetString(0),
            Site = row.GetString(1),
            Bed = row.GetString(2),
            Pseudonym = descriptor.Pseudonym,
            Start = descriptor.Start,
            Ended = row.GetInt64(4) != 0,
            EndReason = row.IsDBNull(5) ? "" : row.GetString(5),
            Signature = row.IsDBNull(8) ? null : Signature.Parser.ParseFrom((byte[])row[8]),
            Latest = row.GetInt64(9) != 0,
        };
        if (summary.Ended && !row.IsDBNull(10)) summary.ChangedSequence = (ulong)row.GetInt64(10);
        if (!row.IsDBNull(6)) (summary.FirstEpoch, summary.LastEpoch) = (row.GetInt64(6), row.GetInt64(7));
        return summary;
    }

    private static KeptRecording ReadRecording(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), DateTimeOffset.Parse(row.GetString(2), CultureInfo.InvariantCulture), row.GetInt64(3),
        row.IsDBNull(4) ? long.MaxValue : row.GetInt64(4), row.GetInt64(5) != 0);

    private static EpochState ReadState(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), (byte[])row[3], (byte[])row[4], row.IsDBNull(5) ? null : (byte[])row[5])
        {
            ContextKey = row.IsDBNull(6) ? null : row.GetString(6),
            SignalSha256 = row.IsDBNull(7) ? null : row.GetString(7),
        };

    private List<T> Messages<T>(string sql, MessageParser<T> parser, string studyId) where T : IMessage<T> =>
        _statements.Query(sql, row => parser.ParseFrom((byte[])row[0]), studyId);
}
