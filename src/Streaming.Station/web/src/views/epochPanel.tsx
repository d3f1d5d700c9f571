import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ChannelDescriptor } from '../../generated/streaming/v1/ingest_pb.js';
import { Stage, type StageReport } from '../../generated/streaming/v1/monitor_pb.js';
import { session } from '../connection/session.js';
import { drawEpochPage, type EpochPage } from '../drawing/epochPage.js';
import { useChanges } from '../parts/useChanges.js';
import { bandNames, choices, derivationsOf, modelRows, type Derivation } from '../signals/derivations.js';
import { lookOf } from '../stages.js';
import { EPOCH_SECONDS, clock } from '../time.js';
import type { BedRecord } from '../ward/bedRecord.js';
import { edits } from '../ward/edits.js';
import { stoppedWords } from '../ward/standing.js';
import type { NightRecord } from '../ward/nightRecord.js';
import { useExplanation } from './useExplanation.js';
import { useLines } from './useLines.js';
import { useNightScales } from './useNightScales.js';
import { ModelPicture } from './modelPicture.js';

/** Seconds across the page. */
export const SPANS = [10, 30, 60, 300];
const SPAN_NAMES: Record<number, string> = { 10: '10 s', 30: '30 s', 60: '60 s', 300: '5 min' };
const SENSITIVITIES = [3, 5, 7, 10, 15, 20, 30];

const NONE: readonly ChannelDescriptor[] = [];

interface Props {
  bed: BedRecord; night: NightRecord; report: StageReport | undefined; epoch: number; latest: number; isLive: boolean; follow: () => void; step: (by: number) => void;
  span: number; setSpan: (span: number) => void; explains: boolean; setExplains: (on: boolean) => void; score: (stage: Stage) => void; undo: () => void;
  /** Hears to what study time the signal has come while it is followed; undefined: it is not. */
  rolled: (to: number | undefined) => void;
}

/** The signal as a scorer reads it, and the keys that score it. */
export function EpochPanel(props: Props) {
  const { bed, night, report, epoch, isLive, span, explains } = props;
  const channels = night.study?.channels ?? NONE;
  const standard = useMemo(() => modelRows(night.last, channels), [night.studyId, night.last?.derivations.map((used) => used.derivation).join(), channels]);
  const all = useMemo(() => derivationsOf(channels), [channels]);
  const [names, setNames] = useState<readonly string[] | null>(null);
  const rows = useMemo(() => (names ? names.flatMap((name) => [...standard, ...all].find((one) => one.name === name) ?? []) : standard), [names, standard, all]);
  // Rows are low on a laptop: slow waves at 10 µV/mm would run through three of them.
  const [sensitivity, setSensitivity] = useState(() => (innerHeight < 850 ? 15 : 10));
  const [isModelView, setIsModelView] = useState(false);
  const { origin } = night;
  const start = origin + Math.max(0, epoch) * EPOCH_SECONDS;
  // Of a night that has ended nothing is live: its last epoch is looked at like any other.
  const isRolling = isLive && bed.standing !== 'ended';
  // Followed, but nothing follows: what is on the page is of then.
  const stopped = stoppedWords(bed);
  const isHalted = isRolling && stopped !== '';
  const asked = isRolling ? null : windowOf(start, span);
  const { lines, from, to, until, failure, isLoaded } = useLines(night.studyId, rows, asked, span, bed);
  const nightScales = useNightScales(night.studyId, rows, bed);
  const rollingTo = isRolling && lines.length > 0 ? until : undefined;
  useLayoutEffect(() => props.rolled(rollingTo), [rollingTo]);
  const explanation = useExplanation(night.studyId, epoch, report?.commitSequence, explains && !isRolling);
  const page: EpochPage = {
    from, to, rows, lines, microvoltsPerMm: sensitivity, nightScales, epochOrigin: origin, until, isLoaded,
    events: explanation.value?.events ?? [], saliency: explanation.value?.ablation ?? [], explainedFrom: start, chosenFrom: epoch < 0 ? undefined : start,
  };
  return (
    <section class="epoch" aria-label="Signal">
      <div class="epoch-bar">
        <button type="button" onClick={() => props.step(-1)} disabled={epoch <= 0} aria-label="Epoch before">◀</button>
        <EpochName epoch={epoch} start={start} rollingTo={rollingTo} isHalted={isHalted} />
        <Verdict report={report} isRolling={isRolling} isOld={isHalted} />
        <button type="button" onClick={() => props.step(1)} disabled={epoch >= props.latest} aria-label="Epoch after">▶</button>
        <button type="button" class={isLive && !isHalted ? 'toggle on' : 'toggle'} aria-pressed={isLive} onClick={props.follow}
          title={bed.standing === 'ended' ? 'The last epoch' : isHalted ? 'Goes on as soon as samples come' : 'Follow the recording'}>{bed.standing === 'ended' ? 'Last' : isHalted ? 'Waits' : 'Live'}</button>
        <span class="group" role="group" aria-label="Seconds across the page">
          {SPANS.map((one) => <button type="button" key={one} class={one === span ? 'toggle on' : 'toggle'} aria-pressed={one === span} onClick={() => props.setSpan(one)}>{SPAN_NAMES[one]}</button>)}
        </span>
        <label><span class="scale-word">Scale </span><select aria-label="Scale" value={sensitivity} onChange={(event) => setSensitivity(Number(event.currentTarget.value))}>
          {SENSITIVITIES.map((one) => <option key={one} value={one}>{one} µV/mm</option>)}
        </select></label>
        <span class="proportion">{300 / span} mm/s</span>
        <DerivationSwitches all={choices(standard, all)} shown={rows} set={setNames} />
        <button type="button" class={explains ? 'toggle on' : 'toggle'} aria-pressed={explains} title="Events and what the network rests on, drawn over the signal"
          onClick={() => { if (isRolling) props.step(0); props.setExplains(!explains); }}>Evidence</button>
        <button type="button" class={isModelView ? 'toggle on' : 'toggle'} aria-pressed={isModelView} title="The picture that the network read" onClick={() => setIsModelView(!isModelView)}>Picture</button>
      </div>
      {isModelView && epoch >= 0
        ? <ModelPicture studyId={night.studyId} epoch={epoch} rows={bandNames(standard)} />
        : <SignalCanvas page={page} stopped={stopped} isOld={isHalted} failure={failure} waits={explanation.isBusy ? 'Asking the network what it rests on…' : isLoaded || failure ? '' : 'Fetching the signal…'} name={`Signal of ${clock(from)} to ${clock(to)}: ${rows.map((row) => row.name).join(', ')}`} />}
      <ScoreBar report={report} score={props.score} undo={props.undo} />
    </section>
  );
}

/** 30 s are one epoch; longer views keep it in their middle, on the grid; 10 s show its beginning. */
function windowOf(start: number, span: number): [number, number] {
  if (span <= EPOCH_SECONDS) return [start, start + span];
  const before = Math.floor((span - EPOCH_SECONDS) / 2 / EPOCH_SECONDS) * EPOCH_SECONDS;
  const from = Math.max(0, start - before);
  return [from, from + span];
}

function SignalCanvas({ page, stopped, isOld, failure, waits, name }: { page: EpochPage; stopped: string; isOld: boolean; failure: string; waits: string; name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current!;
    const draw = () => drawEpochPage(element, page);
    draw();
    const watcher = new ResizeObserver(draw);
    watcher.observe(element);
    return () => watcher.disconnect();
  });
  return (
    <div class={isOld ? 'signal old' : 'signal'}>
      {stopped && <p class="signal-stopped" role="status">✕ {stopped}</p>}
      <canvas ref={canvas} role="img" aria-label={name} />
      {failure && <p class="signal-note fault" role="alert">{failure}</p>}
      {waits && <p class="signal-note">{waits}</p>}
    </div>
  );
}

function DerivationSwitches({ all, shown, set }: { all: readonly Derivation[]; shown: readonly Derivation[]; set: (names: readonly string[] | null) => void }) {
  const names = shown.map((row) => row.name);
  const toggle = (name: string) => {
    const next = names.includes(name) ? names.filter((one) => one !== name) : all.map((one) => one.name).filter((one) => one === name || names.includes(one));
    if (next.length > 0) set([...new Set(next)]);
  };
  return (
    <details class="switches">
      <summary>Derivations ({names.length})</summary>
      <div class="switches-list">
        {all.map((one) => (
          <label key={one.name}><input type="checkbox" checked={names.includes(one.name)} onChange={() => toggle(one.name)} /> {one.name} <small>{one.row ?? one.kind}</small></label>
        ))}
        <button type="button" onClick={() => set(null)}>As the model reads them</button>
      </div>
    </details>
  );
}

/** Which epoch is on the page; of a recording that is followed, up to when: what rolls by is younger than the last epoch that was decided. */
function EpochName({ epoch, start, rollingTo, isHalted }: { epoch: number; start: number; rollingTo: number | undefined; isHalted: boolean }) {
  if (rollingTo !== undefined) return <span class="epoch-name">{isHalted ? 'Stopped at' : 'Live to'} <b>{clock(rollingTo)}</b></span>;
  return <span class="epoch-name">{epoch < 0 ? 'no epoch yet' : <>Epoch <b>{epoch + 1}</b> <small>{clock(start)}</small></>}</span>;
}

function Verdict({ report, isRolling, isOld }: { report: StageReport | undefined; isRolling: boolean; isOld: boolean }) {
  if (!report) return null;
  const look = lookOf(report.stage);
  return (
    <span class={isOld ? 'verdict old' : 'verdict'}>
      {isOld && <small>old:</small>}
      {isRolling && <small>Epoch {Number(report.epoch) + 1}</small>}
      <span class={`chip big stage-${look.name}`}>{look.name}</span>
      <span class="sure">{report.author ? `by ${report.author}` : `${Math.round(report.confidence * 100)} %`}</span>
      {report.outOfDistribution && <b class="caution" title="Unlike any training signal">△<span class="strange-word"> unlike training</span></b>}
    </span>
  );
}

const SCORES: readonly [Stage, string][] = [[Stage.W, 'W'], [Stage.N1, '1'], [Stage.N2, '2'], [Stage.N3, '3'], [Stage.R, 'R'], [Stage.UNSCORABLE, 'U']];

function ScoreBar({ report, score, undo }: { report: StageReport | undefined; score: (stage: Stage) => void; undo: () => void }) {
  useChanges(edits);
  const isOff = !session.mayEdit || !report;
  return (
    <div class="score" role="group" aria-label="Score this epoch">
      <span class="score-title">Score{report && ` epoch ${Number(report.epoch) + 1}`}</span>
      {SCORES.map(([stage, key]) => {
        const stands = report?.stage === stage;
        return (
          <button type="button" key={key} disabled={isOff} class={stands ? `stands stage-${lookOf(stage).name}` : ''} aria-pressed={stands} aria-keyshortcuts={key} onClick={() => score(stage)}>
            {lookOf(stage).name === '?' ? 'Unscorable' : lookOf(stage).name} <kbd aria-hidden="true">{key}</kbd>
          </button>
        );
      })}
      <button type="button" disabled={isOff} aria-keyshortcuts="Enter" onClick={() => report && score(report.stage)}>Confirm <kbd aria-hidden="true">Enter</kbd></button>
      <button type="button" disabled={!session.mayEdit || !edits.canUndo} aria-keyshortcuts="Z" onClick={undo}>Undo <kbd aria-hidden="true">Z</kbd></button>
      {session.role === 'viewer' && <span class="calm">A viewer looks; a technologist scores.</span>}
    </div>
  );
}
