using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Recording;

/// <summary>What one write may change. Used by the night log's writer only, between begin and commit.</summary>
internal sealed class NightLogTransaction(SqliteStatements statements, string storeId, long sequence)
{
    public const string LatestChange = """
        SELECT max(coalesce((SELECT max(sequence) FROM reports WHERE study_id = $1), 0), coalesce((SELECT max(sequence) FROM lights WHERE study_id = $1), 0))
        """;

    private long _markedSequence;
    private int _markedDeltas;

    /// <summary>Of the last delta added.</summary>
    public long Sequence { get; private set; } = sequence;

    public List<Delta> Deltas { get; } = [];

    public void OpenStudy(BedKey bed, StudyDescriptor descriptor, long firstOffset) => statements.Execute(
        "INSERT OR IGNORE INTO studies(study_id, site, bed, descriptor, first_offset, opened_sequence) VALUES($1, $2, $3, $4, $5, $6)",
        descriptor.StudyId, bed.Site, bed.Bed, descriptor.ToByteArray(), firstOffset, Sequence);

    /// <summary>States from here on are of this model: after −1, those of a study that begins.</summary>
    public void KeepModel(string studyId, long afterEpoch, Flow.ServedModel model) => statements.Execute(
        "INSERT OR REPLACE INTO study_models VALUES($1, $2, $3, $4)", studyId, afterEpoch, model.ContextKey, model.SignalSha256);

    public void EndStudy(string studyId, string reason, long endOffset, IEnumerable<ChannelAccount> accounts)
    {
        KeepAccounts(studyId, accounts);
        statements.Execute("UPDATE studies SET ended = 1, end_reason = $2, end_offset = $3 WHERE study_id = $1", studyId, reason, endOffset);
        NoteChange(studyId, Sequence + 1); // of what this transaction announces next: no other study has it
    }

    public void KeepAccounts(string studyId, IEnumerable<ChannelAccount> accounts) =>
        statements.Execute("UPDATE studies SET accounts = $2 WHERE study_id = $1", studyId, new Night { Accounts = { accounts } }.ToByteArray());

    public void KeepState(string studyId, EpochState state)
    {
        statements.Execute(
            "INSERT OR REPLACE INTO states VALUES($1, $2, $3, $4, $5, $6)",
            studyId, state.Epoch, state.ResumeOffset, state.ClosedOffset, state.Session, state.Smoother);
        // A table of its own: a store of an older version is read as it is.
        if (state.Evidence is { } evidence)
            statements.Execute("INSERT OR REPLACE INTO evidence_states VALUES($1, $2, $3)", studyId, state.Epoch, evidence);
    }

    /// <summary>Numbers, keeps and announces a report. A machine's word on an epoch that a person closed goes to the audit instead.</summary>
    public bool AddReport(BedKey bed, StageReport report)
    {
        if (report.Revision != V1.Revision.Overridden && IsOverridden(report.StudyId, report.Epoch))
        {
            AddAudit(report.Committed.ToDateTimeOffset(), report.StudyId, report.Epoch, "service", "superseded-by-override", report);
            return false;
        }
        report.CommitSequence = (ulong)(Sequence + 1);
        var delta = Announce(bed, new WatchResponse { Report = report });
        statements.Execute(
            "INSERT OR REPLACE INTO reports VALUES($1, $2, $3, $4, $5)",
            report.StudyId, report.Epoch, (int)report.Revision, Sequence, delta.Report);
        if (report.Revision == V1.Revision.Overridden)
        {
            NoteChange(report.StudyId, Sequence);
            var reason = $"override at {StudyTime.Text(StudyTime.Seconds(report.StartSeconds))}";
            EndSignature(bed, report.StudyId, SignatureState.Superseded, report.Author, report.Committed, reason);
        }
        return true;
    }

    /// <summary>The report that stands for an epoch now, or null.</summary>
    public StageReport? Standing(string studyId, long epoch) => statements.First(
        "SELECT message FROM reports WHERE study_id = $1 AND epoch = $2 ORDER BY revision DESC LIMIT 1",
        row => StageReport.Parser.ParseFrom((byte[])row[0]), studyId, epoch);

    /// <summary>False where this event was kept before.</summary>
    public bool IsNewEvent(string studyId, string eventId) =>
        statements.Execute("INSERT OR IGNORE INTO events VALUES($1, $2)", studyId, eventId) == 1;

    /// <summary>What was kept of a study holds these very words: of an event that comes again, whether it is the same.</summary>
    public bool IsKept(string studyId, IMessage words)
    {
        var table = words switch { LightsMark => "lights", NightNote => "notes", _ => "marks" };
        return statements.Any($"SELECT 1 FROM {table} WHERE study_id = $1 AND message = $2", studyId, words.ToByteArray());
    }

    /// <param name="bed">The study's.</param>
    /// <param name="mark">Kept; a signature on other lights no longer holds.</param>
    /// <param name="at">Wall time of the change.</param>
    public void AddLights(BedKey bed, LightsMark mark, DateTimeOffset at)
    {
        Announce(bed, new WatchResponse { Lights = mark });
        statements.Execute("INSERT INTO lights VALUES($1, $2, $3)", Sequence, mark.StudyId, mark.ToByteArray());
        NoteChange(mark.StudyId, Sequence);
        EndSignature(bed, mark.StudyId, SignatureState.Superseded, mark.Author, at.ToTimestamp(), mark.On ? "lights on" : "lights off");
    }

    public void AddMark(BedKey bed, NightMark mark)
    {
        Announce(bed, new WatchResponse { Mark = mark });
        statements.Execute("INSERT INTO marks VALUES($1, $2, $3)", Sequence, mark.StudyId, mark.ToByteArray());
        NoteChange(mark.StudyId, Sequence);
    }

    /// <summary>Numbers, keeps and announces it.</summary>
    public void AddSignature(BedKey bed, Signature signature)
    {
        signature.CommitSequence = (ulong)(Sequence + 1);
        KeepSignature(bed, signature);
    }

    /// <summary>The signature that stands, if one does, no longer does; returned as it is now, else null.</summary>
    public Signature? EndSignature(BedKey bed, string studyId, SignatureState state, string by, Timestamp at, string reason)
    {
        var last = statements.First(
            "SELECT message FROM signatures WHERE study_id = $1 ORDER BY sequence DESC LIMIT 1", row => Signature.Parser.ParseFrom((byte[])row[0]), studyId);
        if (last is not { State: SignatureState.Standing }) return null;
        (last.State, last.EndedBy, last.EndedAt, last.EndReason) = (state, by, at, reason);
        KeepSignature(bed, last);
        return last;
    }

    /// <summary>Of the latest change of a stage or a lights mark; 0 for none.</summary>
    public long ChangeSequence(string studyId) => statements.First(LatestChange, row => row.GetInt64(0), studyId);

    /// <summary>First and last decided epoch, and whether the study is over; null where nothing is decided.</summary>
    public (long First, long Last, bool IsEnded)? Extent(string studyId) => statements.First(
        "SELECT min(epoch), max(epoch), (SELECT ended FROM studies WHERE study_id = $1) FROM reports WHERE study_id = $1",
        row => row.IsDBNull(0) ? null : ((long, long, bool)?)(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2) != 0), studyId);

    private void KeepSignature(BedKey bed, Signature signature)
    {
        Announce(bed, new WatchResponse { Signature = signature });
        statements.Execute(
            "INSERT OR REPLACE INTO signatures VALUES($1, $2, $3)", (long)signature.CommitSequence, signature.StudyId, signature.ToByteArray());
        NoteChange(signature.StudyId, Sequence);
    }

    public void AddNote(BedKey bed, NightNote note)
    {
        Announce(bed, new WatchResponse { Note = note });
        statements.Execute("INSERT INTO notes VALUES($1, $2, $3)", Sequence, note.StudyId, note.ToByteArray());
        NoteChange(note.StudyId, Sequence);
    }

    public void KeepBed(BedKey key, Bed bed) =>
        statements.Execute("INSERT OR REPLACE INTO beds VALUES($1, $2, $3)", key.Site, key.Bed, bed.ToByteArray());

    public void AnnounceBed(BedKey key, Bed bed)
    {
        KeepBed(key, bed);
        Announce(key, new WatchResponse { Bed = bed });
    }

    /// <summary>An advisory's latest word. What somebody has seen stays seen, and what is over stays over, whoever wrote first.</summary>
    public void AddAdvisory(BedKey bed, Advisory advisory)
    {
        if (FindAdvisory(advisory.AdvisoryId) is { } known)
        {
            if (advisory.AcknowledgedBy.Length == 0) advisory.AcknowledgedBy = known.AcknowledgedBy;
            (advisory.End, advisory.EndSeconds) = (advisory.End ?? known.End, advisory.EndSeconds ?? known.EndSeconds);
        }
        Announce(bed, new WatchResponse { Advisory = advisory });
        statements.Execute(
            "INSERT OR REPLACE INTO advisories VALUES($1, $2, $3, $4, $5, $6)",
            advisory.AdvisoryId, bed.Site, bed.Bed, advisory.StudyId, advisory.End is null ? 0 : 1, advisory.ToByteArray());
    }

    private Advisory? FindAdvisory(string advisoryId) => statements.First(
        "SELECT message FROM advisories WHERE advisory_id = $1", row => Advisory.Parser.ParseFrom((byte[])row[0]), advisoryId);

    public void AddAudit(DateTimeOffset at, string studyId, long? epoch, string author, string action, IMessage message) => statements.Execute(
        "INSERT INTO audit(at, study_id, epoch, author, action, message) VALUES($1, $2, $3, $4, $5, $6)",
        at.ToString("O", CultureInfo.InvariantCulture), studyId, epoch, author, action, message.ToByteArray());

    /// <summary>Notes a finished recording; an empty name says that there is nothing, or nothing any more.</summary>
    public void AddRecording(string studyId, string file, DateTimeOffset writtenAt) => statements.Execute(
        """
        INSERT INTO recordings(study_id, file, written_at) VALUES($1, $2, $3)
        ON CONFLICT(study_id) DO UPDATE SET file = excluded.file, written_at = excluded.written_at
        """,
        studyId, file, writtenAt.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>The study is to be recorded again.</summary>
    public void ForgetRecording(string studyId) => statements.Execute("DELETE FROM recordings WHERE study_id = $1", studyId);

    /// <summary>The study's messages are about to go, and with them what only they can make use of.</summary>
    public void MarkJournalDeleted(string studyId)
    {
        statements.Execute("UPDATE recordings SET journal_deleted = 1 WHERE study_id = $1", studyId);
        statements.Execute("DELETE FROM states WHERE study_id = $1", studyId);
        statements.Execute("DELETE FROM evidence_states WHERE study_id = $1", studyId);
    }

    /// <summary>Everything of a study that is over goes; its bed, where it showed the study, shows none. Watchers from before get a fresh snapshot.</summary>
    /// <param name="study">The study.</param>
    /// <param name="author">Who deletes it.</param>
    /// <param name="at">When.</param>
    /// <param name="places">What is to go from the journal after this.</param>
    public ForgottenStudy Forget(StoredStudy study, string author, DateTimeOffset at, IReadOnlyList<JournalPlace> places)
    {
        var shown = statements.First(
            "SELECT message FROM beds WHERE site = $1 AND bed = $2", row => Bed.Parser.ParseFrom((byte[])row[0]), study.Bed.Site, study.Bed.Bed);
        if (shown is null || shown.StudyId == study.Id)
        {
            shown = new Bed
            {
                Site = study.Bed.Site, Bed_ = study.Bed.Bed, State = BedState.Idle, GatewayOnline = shown?.GatewayOnline ?? false, GatewayTold = shown?.GatewayTold,
            };
        }
        var removed = StudyRows.Delete(statements, study.Id);
        // Also so that no number of a delta that went is given a second time.
        AnnounceBed(study.Bed, shown);
        statements.Execute(
            "INSERT INTO forgotten VALUES($1, $2, $3, $4, $5, $6)",
            study.Id, at.ToString("O", CultureInfo.InvariantCulture), author, Sequence, removed, JournalPlace.Pack(places));
        return new ForgottenStudy(study.Id, at, author, removed, places);
    }

    /// <summary>Nothing is left of a study that was deleted.</summary>
    public void FinishForgetting(string studyId) => statements.Execute("UPDATE forgotten SET places = NULL WHERE study_id = $1", studyId);

    /// <summary>The oldest of what was announced up to a sequence: a watcher that far behind gets a fresh snapshot.</summary>
    /// <returns>How many went.</returns>
    public int ForgetDeltas(long through, int limit) => statements.Execute(
        "DELETE FROM deltas WHERE sequence IN (SELECT sequence FROM deltas WHERE sequence <= $1 ORDER BY sequence LIMIT $2)", through, limit);

    public void SetMeta(string key, long value) =>
        statements.Execute("INSERT OR REPLACE INTO meta VALUES($1, $2)", key, value.ToString(CultureInfo.InvariantCulture));

    internal void Mark()
    {
        (_markedSequence, _markedDeltas) = (Sequence, Deltas.Count);
        statements.Execute("SAVEPOINT one");
    }

    internal void Keep() => statements.Execute("RELEASE one");

    internal void Undo()
    {
        statements.Execute("ROLLBACK TO one");
        statements.Execute("RELEASE one");
        Sequence = _markedSequence;
        Deltas.RemoveRange(_markedDeltas, Deltas.Count - _markedDeltas);
    }

    // For who follows nights that are over: what the machine decides comes before the end, and is not noted one by one.
    private void NoteChange(string studyId, long sequence) =>
        statements.Execute("INSERT OR REPLACE INTO night_changes VALUES($1, $2)", studyId, sequence);

    private bool IsOverridden(string studyId, long epoch) => statements.Any(
        "SELECT 1 FROM reports WHERE study_id = $1 AND epoch = $2 AND revision = $3", studyId, epoch, (int)V1.Revision.Overridden);

    private Delta Announce(BedKey bed, WatchResponse message)
    {
        Sequence++;
        message.Token = new ResumeToken { StoreId = storeId, CommitSequence = (ulong)Sequence };
        var (encoded, report) = DeltaEncoding.Encode(message);
        statements.Execute("INSERT INTO deltas VALUES($1, $2, $3, $4)", Sequence, bed.Site, bed.Bed, encoded);
        var delta = new Delta(Sequence, bed, encoded, report, message.Report?.Revision ?? Revision.Unspecified);
        Deltas.Add(delta);
        return delta;
    }
}
