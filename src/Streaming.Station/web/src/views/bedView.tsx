import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { Revision, SignatureState, Stage, type StageReport } from '../../generated/streaming/v1/monitor_pb.js';
import { session } from '../connection/session.js';
import { isTyping } from '../parts/keys.js';
import { useChanges, useTick } from '../parts/useChanges.js';
import { go } from '../route.js';
import { lookOf, STAGE_KEYS } from '../stages.js';
import { ward } from '../station.js';
import { EPOCH_SECONDS, seconds } from '../time.js';
import { edits } from '../ward/edits.js';
import { lightsQuestion } from '../ward/lightsQuestion.js';
import { NightDetail } from '../ward/nightDetail.js';
import { BedHead } from './bedHead.js';
import { EpochPanel, SPANS } from './epochPanel.js';
import { NightPanel } from './nightPanel.js';
import { useQueue } from './reviewQueue.js';
import { SidePanel } from './sidePanel.js';
import { SignedDialog, type UnlessSigned } from './signedDialog.js';
import { useNight } from './useNight.js';

/** One bed: the night above, the signal below, what is known and done beside it. In review the queue leads from epoch to epoch. */
export function BedView({ site, bed: name, study, isReview }: { site: string; bed: string; study: string | undefined; isReview: boolean }) {
  useChanges(ward, 500);
  useChanges(session);
  const [chosen, setChosen] = useState<number | null>(null);
  const [asked, setAsked] = useState<{ words: string; yes: string; author: string | undefined; act: () => void }>();
  const { bed, newer, failure } = useNight(site, name, study, () => isReview || chosen !== null || asked !== undefined || isWriting());
  useChanges(bed, 300);
  const night = bed?.night;
  const detail = useDetail(night?.studyId);
  useChanges(detail, 300);
  useTick(1000);
  const [span, setSpan] = useState(EPOCH_SECONDS);
  const [explains, setExplains] = useState(false);
  const queue = useQueue(night?.studyId, isReview, 30);
  const latest = night ? Number(night.last?.epoch ?? -1n) : -1;
  const isLive = chosen === null;
  const [rolledTo, setRolledTo] = useState<number>();
  // Of a recording that is followed: the last epoch that is over on the page. What is named, explained and scored is what one sees.
  const epoch = chosen ?? (night && rolledTo !== undefined ? Math.min(latest, Math.floor((rolledTo - night.origin) / EPOCH_SECONDS) - 1) : latest);
  const report = detail?.reports.get(epoch);
  // Of a night that has ended nothing is now: what is written belongs to the epoch that is looked at.
  const at = !report || (isLive && bed?.standing !== 'ended') ? undefined : seconds(report.startSeconds);
  const step = (by: number) => setChosen(Math.max(0, Math.min(latest, epoch + by)));
  // Before the next key can be pressed, not after the next drawing.
  useLayoutEffect(() => { if (isReview && queue.current !== undefined) setChosen(queue.current); }, [isReview, queue.current]);
  useEffect(() => setChosen(null), [night?.studyId]);
  useLayoutEffect(() => { edits.show(night?.studyId); return () => edits.show(undefined); }, [night?.studyId]);

  /** A signature is not lost by a key that was pressed by mistake. */
  const unlessSigned: UnlessSigned = (words, act, yes = 'Change it', asksAnyhow = false) => {
    if (!session.mayEdit || !edits.maySign()) return;
    const author = night?.signature?.state === SignatureState.STANDING ? night.signature.author : undefined;
    if (author !== undefined || asksAnyhow) setAsked({ words, yes, author, act });
    else act();
  };
  /** Now is one click; at an epoch that is looked at they are asked about: one may have forgotten that one looks at it. */
  const lights = (on: boolean, when: number) => {
    if (!bed || !night) return;
    unlessSigned(lightsQuestion(night, on, when, bed.standing !== 'ended'), () => void edits.lights(night.studyId, on, when), `Mark lights ${on ? 'on' : 'off'}`, at !== undefined);
  };
  /** Goes on at once: who scores fast means the next epoch with the next key, answered or not. What is refused is come back to. */
  const scoreNow = async (stage: Stage) => {
    if (!report) return;
    setChosen(isReview ? queue.next(epoch) ?? epoch : Math.min(latest, epoch + 1));
    if (await edits.score(report, stage)) return;
    if (isReview) queue.putBack(epoch);
    setChosen(epoch);
  };
  const score = (stage: Stage) => { if (report) unlessSigned(`Epoch ${epoch + 1} becomes ${lookOf(stage).words}.`, () => void scoreNow(stage)); };
  const undoNow = async () => {
    const undone = await edits.undo();
    if (!undone) return;
    if (isReview) queue.putBack(undone.epoch);
    setChosen(undone.epoch);
  };
  const undo = () => {
    const step = edits.toUndo;
    if (step) unlessSigned(`Epoch ${step.epoch + 1} goes back to ${lookOf(step.before).words}.`, () => void undoNow());
    else if (session.mayEdit && edits.maySign()) void undoNow(); // a score that is not answered yet, or none, and then it is said so
  };
  useLayoutEffect(() => {
    const zoom = (by: number) => setSpan(SPANS[Math.max(0, Math.min(SPANS.length - 1, SPANS.indexOf(span) + by))]!);
    const actions: Record<string, () => void> = {
      ArrowLeft: () => step(-1), ArrowRight: () => step(1), PageUp: () => step(-10), PageDown: () => step(10), Home: () => setChosen(0), End: () => setChosen(null),
      '+': () => zoom(-1), '=': () => zoom(-1), '-': () => zoom(1), Escape: () => go({ view: 'board' }), e: () => setExplains((on) => !on), z: undo,
      n: () => (isReview ? setChosen(queue.next(epoch) ?? epoch) : step(1)), p: () => (isReview ? setChosen(queue.previous(epoch) ?? epoch) : step(-1)),
    };
    const press = (event: KeyboardEvent) => {
      if (isTyping(event) || asked) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const stage = STAGE_KEYS[key];
      const isOnControl = (event.target as HTMLElement).closest('button, a, [role=tab], summary') !== null;
      if (stage !== undefined) score(stage);
      else if (key === 'Enter' && report && !isOnControl) score(report.stage);
      else if (actions[key] && !(key.startsWith('Arrow') && (event.target as HTMLElement).closest('[role=tab]'))) actions[key]();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });

  if (!bed || !night) {
    if (study !== undefined) return <p class="empty">{failure || 'Asking for the night…'} <a href="#/nights">To the nights</a></p>;
    return <p class="empty">There is no study at {site}/{name} yet. <a href="#/">Back to the board</a></p>;
  }
  return (
    <div class={isReview ? 'bed review' : 'bed'} data-epochs={night.marks.length} data-holes={night.marks.holes} data-repeated={ward.repeated}>
      <BedHead bed={bed} newer={newer} at={at} epoch={epoch} lights={lights} />
      <NightPanel night={night} selected={epoch} choose={setChosen} />
      <EpochPanel bed={bed} night={night} report={report} epoch={epoch} isLive={isLive} follow={() => setChosen(null)} step={step} latest={latest}
        span={span} setSpan={setSpan} explains={explains} setExplains={setExplains} score={score} undo={undo} rolled={setRolledTo} />
      <SidePanel bed={bed} night={night} detail={detail} report={report} queue={isReview ? queue : undefined} choose={setChosen} explains={explains} at={at} unlessSigned={unlessSigned} />
      {asked && <SignedDialog {...asked} close={() => setAsked(undefined)} />}
    </div>
  );
}

/** Whether something is begun in a field beside the night and not yet kept. */
const isWriting = (): boolean => [...document.querySelectorAll<HTMLTextAreaElement>('.side textarea')].some((field) => field.value !== '' || field === document.activeElement);

function useDetail(studyId: string | undefined): NightDetail | undefined {
  const detail = useMemo(() => (studyId ? new NightDetail(studyId) : undefined), [studyId]);
  useEffect(() => {
    if (!detail) return undefined;
    void detail.load().then(() => {
      // A study that began while the page was open: the stream names it, and no more.
      const record = ward.ofId(detail.studyId);
      if (!record?.night || record.night.study || !detail.night?.study) return;
      record.night.study = detail.night.study;
      record.notify();
    });
    let wait: ReturnType<typeof setTimeout> | undefined;
    const later = () => { wait ??= setTimeout(() => { wait = undefined; void detail.refresh(); }, FIGURES_MS); };
    const stop = ward.onReport((report: StageReport) => {
      if (report.studyId !== detail.studyId || report.revision === Revision.PROVISIONAL) return;
      detail.take(report);
      later();
    });
    const bed = ward.ofId(detail.studyId);
    let seen = bed?.night?.version;
    const stopBed = bed?.subscribe(() => { if (bed.night?.version !== seen) { seen = bed.night?.version; later(); } });
    return () => { stop(); stopBed?.(); clearTimeout(wait); detail.dispose(); };
  }, [detail]);
  return detail;
}

const FIGURES_MS = 3000;
