using Streaming.Core.Quality;
using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>One bed's study as it comes in: samples in any order go in, closed epochs come out in order, each with the exact state to go on
/// from.</summary>
/// <remarks>Pure and synchronous; not thread-safe. Signal is computed only when an epoch closes, over its final samples, so the same samples
/// give the same bits however they were cut, delayed, repeated or reordered inside the horizon. See docs/epochs.md.</remarks>
public sealed class BedSession
{
    private const byte StateVersion = 2; // 1 had no alternatives and no quality; it is still read
    private readonly Study _study;
    private readonly Montage _montage;
    private readonly SignalSpec _spec;
    private readonly EpochAssembler _assembler;
    private readonly RowChoice?[] _rows;
    private readonly QualityMeter _quality;
    private readonly RollingView _rolling;
    private readonly ResamplerSet _resamplers = new();
    private float[]?[]? _lastRows; // all rows of the last closed epoch, for rolling windows
    private readonly RowsAhead _ahead;

    /// <param name="study">At least one channel; rates and origin as <see cref="EpochGrid"/> allows.</param>
    /// <param name="montage">Resolved from the study.</param>
    /// <param name="spec">The signal part of the model's RenderSpec.</param>
    /// <param name="options">Horizon, hop and jump limit.</param>
    /// <exception cref="ArgumentException">A value is beyond its limit; the message names both.</exception>
    public BedSession(Study study, Montage montage, SignalSpec spec, BedSessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(montage);
        ArgumentNullException.ThrowIfNull(options);
        if (study.Channels.Count == 0) throw new ArgumentException("A study needs at least one channel.", nameof(study));
        options.Validate();
        (_study, _montage, _spec) = (study, montage, spec);
        _rows = NewRows();
        _ahead = new RowsAhead(_rows, NewRow);
        var staged = Staged();
        _assembler = new EpochAssembler(study.Channels, study.EpochOriginSeconds, staged, options);
        _quality = new QualityMeter(study, staged, spec.LossLimit);
        _rolling = new RollingView(study, options.HopSeconds);
    }

    /// <summary>Number of the epoch that closes next.</summary>
    public long NextEpoch => _assembler.Next;

    /// <summary>Study time at which it starts.</summary>
    public Rational NextStartSeconds => StartOf(NextEpoch);

    /// <summary>Epochs that the study has reached into, closed ones among them.</summary>
    public long EpochsBegun => IsEnded
        ? NextEpoch
        : Math.Max(NextEpoch, (long)Math.Ceiling((FurthestSeconds - (double)_study.EpochOriginSeconds) / Epoch.Seconds));

    /// <summary>The study's end was given and everything is closed.</summary>
    public bool IsEnded => _assembler.IsEnded;

    /// <summary>End of the furthest sample, seconds of study time; 0 before any.</summary>
    public double FurthestSeconds => _assembler.FurthestSeconds;

    /// <summary>Whether <see cref="End"/> would take this as the last index of a channel: one more than <see cref="BedSessionOptions.MaxJumpSeconds"/> beyond all
    /// that came is passed over.</summary>
    public bool BelievesEnd(int channel, long lastIndex) => _assembler.BelievesEnd(channel, lastIndex);

    /// <summary>By channel: the account of the closed epochs, and what belonged to none.</summary>
    public IReadOnlyList<SampleAccount> StudyAccounts => _assembler.Accounts();

    /// <summary>Samples of all channels that no epoch took: those that came too late, and those whose index was not believed.</summary>
    public (long Late, long Refused) Misplaced => _assembler.Misplaced;

    /// <summary>Samples of a channel whose index was not believed.</summary>
    public long RefusedOf(int channel) => _assembler.RefusedOf(channel);

    /// <summary>Goes on exactly where the epoch that gave <paramref name="state"/> closed, once its journal records are fed again from its
    /// ResumeOffset.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a state of this study with this montage.</exception>
    public static BedSession Restore(Study study, Montage montage, SignalSpec spec, BedSessionOptions options, ReadOnlySpan<byte> state)
    {
        var session = new BedSession(study, montage, spec, options);
        var reader = session.LoadPlaces(state);
        foreach (var row in session._rows)
        {
            if (reader.ReadBoolean() != row is not null) throw new InvalidDataException("Session state has other derivations than the montage.");
            row?.LoadFirst(ref reader);
        }
        if (state[0] > 1) session.LoadRest(ref reader); // version 1 ends here
        return reader.AtEnd ? session : throw new InvalidDataException("Session state is longer than its contents.");
    }

    /// <summary>A state to go on from with another signal spec: places and accounts are kept, filters and scales start anew.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a state of this study.</exception>
    public static byte[] Resettle(Study study, Montage montage, SignalSpec spec, BedSessionOptions options, ReadOnlySpan<byte> state)
    {
        var session = new BedSession(study, montage, spec, options);
        session.LoadPlaces(state);
        return session.Save(session._assembler.Last);
    }

    /// <summary>Takes a block; gives the epochs it closed, in order.</summary>
    /// <param name="block">Of this study.</param>
    /// <param name="journalOffset">Offset of its journal record; never decreasing, except when fed again after <see cref="Restore"/>.</param>
    /// <param name="nextJournalOffset">Offset after that record.</param>
    public IReadOnlyList<Epoch> Accept(SampleBlock block, long journalOffset, long nextJournalOffset)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.StudyId != _study.Id)
            throw new ArgumentException($"A block of study {block.StudyId} was given to the session of {_study.Id}.", nameof(block));
        List<Epoch>? closed = null;
        _assembler.Begin(block, journalOffset, nextJournalOffset);
        while (_assembler.Pending is { } epoch)
        {
            while (epoch - _assembler.Next >= _assembler.Capacity && !IsEnded) (closed ??= []).Add(Close(false));
            _assembler.Place(epoch);
            while (_assembler.IsDue) (closed ??= []).Add(Close(false));
        }
        return closed ?? (IReadOnlyList<Epoch>)[];
    }

    /// <summary>The study is over: closes what is left; a last part of an epoch is outside.</summary>
    /// <param name="end">Last index of every channel.</param>
    /// <param name="nextJournalOffset">Offset after the record that says so.</param>
    public IReadOnlyList<Epoch> End(StudyEnd end, long nextJournalOffset)
    {
        ArgumentNullException.ThrowIfNull(end);
        return CloseRest(end, true, nextJournalOffset);
    }

    /// <summary>Nothing came for long: closes the epochs that samples reach the end of. The study goes on if samples come again.</summary>
    public IReadOnlyList<Epoch> TimeOut(long nextJournalOffset) => CloseRest(null, false, nextJournalOffset);

    /// <summary><see cref="RollingWindow"/> has something new to draw.</summary>
    public bool IsWindowDue => !IsEnded && _rolling.Due(FurthestSeconds, _assembler.Next) is not null;

    /// <summary>The latest 30 s as they look now, when a hop of new signal has come since the last call that gave one; else null.</summary>
    /// <remarks>Provisional: of what has come so far, outside every guarantee of sameness; changes nothing.</remarks>
    public Epoch? RollingWindow()
    {
        if (IsEnded || _rolling.Due(FurthestSeconds, _assembler.Next) is not { } window) return null;
        return _rolling.Draw(window, _ahead, _lastRows, _assembler, Derivations(), _spec);
    }

    /// <summary>Staged channels whose furthest sample is that far behind the bed's: they have fallen silent while others go on.</summary>
    public IReadOnlyList<int> Silent(double seconds) => IsEnded ? [] : _assembler.Silent(seconds);

    /// <summary>Samples missing in the open epochs, up to a while before the furthest sample: what may be asked for again.</summary>
    public IReadOnlyList<SampleGap> Gaps(double olderThanSeconds) => IsEnded ? [] : GapSearch.Find(_assembler, FurthestSeconds - olderThanSeconds);

    private IReadOnlyList<Epoch> CloseRest(StudyEnd? end, bool isFinal, long nextJournalOffset)
    {
        var closed = new List<Epoch>();
        if (IsEnded) return closed;
        _assembler.BeginEnd(end, nextJournalOffset);
        while (_assembler.IsWhole(_assembler.Next))
        {
            var isLast = !_assembler.IsWhole(_assembler.Next + 1);
            closed.Add(Close(true, isFinal && isLast));
        }
        if (isFinal) _assembler.Finish(_assembler.Next);
        return closed;
    }

    private Epoch Close(bool isEnding, bool isLast = false)
    {
        var open = _assembler.NextEpoch;
        var (number, verdict) = (open.Number, new EpochVerdict(_study, _spec));
        var qualities = _quality.Judge(open);
        var results = new RowResult?[_rows.Length];
        for (var n = 0; n < results.Length; n++) results[n] = _rows[n]?.Process(open, qualities, _spec.LossLimit, _ahead.Into(n, number));
        var rows = DrawnRows(results, verdict, open);
        _lastRows = Array.ConvertAll(results, result => result?.Samples);
        var advisories = _quality.Tell(number, qualities);
        var accounts = _assembler.Settle();
        _assembler.Advance();
        if (isLast) _assembler.Finish(_assembler.Next);
        var (resume, lastBefore) = _assembler.Resume(isEnding);
        return new Epoch
        {
            Number = number,
            StartSeconds = StartOf(number),
            Rows = rows,
            ScalesMicrovolts = [.. rows.Select((row, n) => row is null ? 0 : results[n]!.Value.ScaleMicrovolts)],
            Derivations = Derivations(),
            Accounts = accounts,
            UnscorableReason = verdict.UnscorableReason,
            Quality = verdict.Quality,
            ChannelQualities = qualities,
            SignalAdvisories = advisories,
            IsCalibrating = (double)StartOf(number) < _spec.CalibrationSeconds,
            StateAfter = Save(lastBefore),
            ResumeOffset = resume,
        };
    }

    private float[]?[] DrawnRows(RowResult?[] results, EpochVerdict verdict, OpenEpoch open)
    {
        var rows = new float[results.Length][];
        for (var n = 0; n < rows.Length; n++)
        {
            if (results[n] is not { } result || _rows[n] is not { Active.Derivation: var derivation } row) continue;
            if (row.Replaced is { } replaced) verdict.Replace(replaced, derivation);
            if (!verdict.Admits(derivation, result, open)) continue;
            rows[n] = result.Samples;
            verdict.Inspect(derivation, open);
        }
        return rows;
    }

    /// <summary>What comes before the rows' own state.</summary>
    private StateReader LoadPlaces(ReadOnlySpan<byte> state)
    {
        var reader = new StateReader(state);
        var version = reader.ReadByte();
        if (version is < 1 or > StateVersion) throw new InvalidDataException($"Session state has version {version}, 1 to {StateVersion} are understood.");
        var id = reader.ReadGuid();
        if (id != _study.Id) throw new InvalidDataException($"Session state is of study {id}, not {_study.Id}.");
        _assembler.Load(ref reader);
        return reader;
    }

    private Rational StartOf(long epoch) => _study.EpochOriginSeconds + new Rational(epoch * Epoch.Seconds);

    private byte[] Save(ReadOnlySpan<long> lastBefore)
    {
        var writer = new StateWriter();
        writer.Write(StateVersion);
        writer.Write(_study.Id);
        _assembler.Save(writer, lastBefore);
        foreach (var row in _rows)
        {
            writer.Write(row is not null);
            row?.SaveFirst(writer);
        }
        SaveRest(writer);
        return writer.ToArray();
    }

    /// <summary>What version 1 did not have; its length stands behind it.</summary>
    private void SaveRest(StateWriter writer)
    {
        var before = writer.Length;
        foreach (var row in _rows) row?.SaveSecond(writer);
        _quality.Save(writer);
        writer.Write(writer.Length - before);
    }

    private void LoadRest(ref StateReader reader)
    {
        foreach (var row in _rows) row?.LoadSecond(ref reader);
        _quality.Load(ref reader);
        _ = reader.ReadInt32();
    }

    private Derivation?[] Derivations() => Array.ConvertAll(_rows, row => row?.Active.Derivation);

    private RowChoice?[] NewRows() => [.. _montage.Rows.Select((derivation, n) =>
        derivation is null ? null : new RowChoice(NewRow(derivation), _montage.Alternatives[n] is { } other ? NewRow(other) : null))];

    private RowSignal NewRow(Derivation derivation) => new(derivation, _study, _spec, _resamplers);

    private bool[] Staged()
    {
        var staged = new bool[_study.Channels.Count];
        foreach (var derivation in _montage.Rows.Concat(_montage.Alternatives))
        {
            if (derivation is null) continue;
            staged[derivation.Positive] = true;
            if (derivation.Negative is { } negative) staged[negative] = true;
        }
        if (!staged.Contains(true)) Array.Fill(staged, true);
        return staged;
    }
}
