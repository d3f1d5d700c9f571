import { useLayoutEffect, useState } from 'preact/hooks';
import { ExportFormat, SignatureState } from '../../generated/streaming/v1/monitor_pb.js';
import { session } from '../connection/session.js';
import { useDraft } from '../parts/drafts.js';
import { fits, Room } from '../parts/room.js';
import { lookOf } from '../stages.js';
import { ward } from '../station.js';
import { millis, moment } from '../time.js';
import type { BedRecord } from '../ward/bedRecord.js';
import { epochsText, readEditedStages, type EditedStage } from '../ward/editedStages.js';
import { edits } from '../ward/edits.js';
import { lightsMissing } from '../ward/lightsMissing.js';
import type { NightDetail } from '../ward/nightDetail.js';
import type { NightRecord } from '../ward/nightRecord.js';
import { signedOf, type Signed } from '../ward/signed.js';
import { onChange } from '../ward/vouched.js';
import type { UnlessSigned } from './signedDialog.js';

const FILES: readonly [ExportFormat, string, string][] = [
  [ExportFormat.EDF, 'EDF+', 'signals and stages'], [ExportFormat.CSV, 'CSV', 'stages'], [ExportFormat.JSON, 'JSON', 'everything, all revisions'],
  [ExportFormat.NSRR_XML, 'NSRR XML', 'stages'], [ExportFormat.HYPNOGRAM_SVG, 'SVG', 'hypnogram'],
];

const MOST_LISTED = 200;

/** Report, signature, files: the end of the night. */
export function FinishPanel({ bed, night, detail, unlessSigned }: { bed: BedRecord; night: NightRecord; detail: NightDetail | undefined; unlessSigned: UnlessSigned }) {
  const isOff = !session.mayEdit;
  return (
    <>
      <h2>Report</h2>
      <p class="calm">{reportWords(night, signedOf(night))} Prints to A4.</p>
      <div class="actions wrap">
        <button type="button" class="primary" disabled={isOff} onClick={() => void openReport(night.studyId)}>Open the report</button>
        <button type="button" disabled={isOff} onClick={() => void download(night.studyId, ExportFormat.REPORT_HTML)}>Save it</button>
      </div>
      <SignForm key={night.studyId} bed={bed} night={night} detail={detail} />
      <h2>Files</h2>
      <div class="files">
        {FILES.map(([format, name, what]) => <button type="button" key={format} disabled={isOff} onClick={() => void download(night.studyId, format)}>{name}<small>{what}</small></button>)}
      </div>
      <ImportForm key={night.studyId} night={night} detail={detail} unlessSigned={unlessSigned} />
      {isOff && <p class="calm">A viewer looks; a technologist exports and signs.</p>}
    </>
  );
}

function reportWords(night: NightRecord, signed: Signed | undefined): string {
  if (signed) return signed.isWhole ? 'Signed.' : `Signed for ${signed.range}; says that the rest is unreviewed.`;
  return `Says that it is unreviewed until the night is signed${night.signature ? ' again' : ''}.`;
}

/** An edited file is read here, compared with what stands, and taken over only when somebody says so; where a signature would not survive it, when they say so twice. */
function ImportForm({ night, detail, unlessSigned }: { night: NightRecord; detail: NightDetail | undefined; unlessSigned: UnlessSigned }) {
  const [read, setRead] = useState<{ name: string; stages: EditedStage[] }>();
  const [fault, setFault] = useState('');
  const look = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    input.value = ''; // so that the same file, edited once more, can be chosen again
    if (!file) return;
    setRead(undefined);
    setFault('');
    try {
      setRead({ name: file.name, stages: await readEditedStages(file, night.origin) });
    } catch (error) {
      setFault(`${file.name}: ${(error as Error).message}`);
    }
  };
  const differing = read?.stages.filter(({ epoch, stage }) => detail?.reports.get(epoch)?.stage !== stage) ?? [];
  const apply = async () => {
    if (!read) return;
    await edits.import(night.studyId, read.stages);
    setRead(undefined);
    await detail?.refresh();
  };
  const changes = differing.length === 1 ? '1 change' : `${differing.length} changes`;
  return (
    <>
      <h2>Edited elsewhere</h2>
      <label class="field"><span>An exported EDF+ or CSV with edited stages. A CSV counts epochs from 0, this page from 1.</span>
        <input id="edited-file" type="file" accept=".csv,.edf,.bdf" disabled={!session.mayEdit} onChange={(event) => void look(event.currentTarget)} /></label>
      {fault && <p class="fault" role="alert">{fault}</p>}
      {read && (
        <>
          <p role="status">{read.name}: {read.stages.length} stages, {differing.length === 0 ? 'all as they stand' : `${differing.length} not as they stand: ${epochsText(differing.map(({ epoch }) => epoch))}`}.</p>
          {differing.length > 0 && <ul class="differences" tabIndex={0} aria-label="What would change">{differing.slice(0, MOST_LISTED).map(({ epoch, stage }) => (
            <li key={epoch}>{epoch + 1}: {lookOf(detail?.reports.get(epoch)?.stage).name} → {lookOf(stage).name}</li>))}</ul>}
          {differing.length > 0 && (
            <div class="actions">
              <button type="button" class="primary" onClick={() => unlessSigned(`${changes} of stage from ${read.name}.`, () => void apply(), `Apply ${changes}`)}>Apply {changes}</button>
              <button type="button" onClick={() => setRead(undefined)}>Leave it</button>
            </div>
          )}
        </>
      )}
    </>
  );
}

function SignForm({ bed, night, detail }: { bed: BedRecord; night: NightRecord; detail: NightDetail | undefined }) {
  const [comment, setComment] = useDraft(`${night.studyId}.comment`);
  /** The night's sequence at the tick: what is signed is what was looked at then. */
  const [vouched, setVouched] = useState<bigint>();
  const [isAsking, setIsAsking] = useState(false);
  const [changed, setChanged] = useState('');
  const review = detail?.night?.review;
  const standing = night.signature?.state === SignatureState.STANDING ? night.signature : undefined;
  const signed = signedOf(night);
  const maySign = !signed?.isWhole;
  const hasEnded = bed.standing === 'ended';
  const isOff = !session.mayEdit || !hasEnded || !fits(comment);
  const missing = lightsMissing(night, hasEnded);
  // Before anybody can press Sign, not after the next drawing.
  useLayoutEffect(() => {
    if (vouched === undefined) return undefined;
    return onChange(ward, bed, night, (what) => { setVouched(undefined); setChanged(`after it ${what}`); });
  }, [vouched, bed, night]);
  // Who sits here now has not said it.
  useLayoutEffect(() => setVouched(undefined), [session.author]);
  const tick = async (on: boolean) => {
    setVouched(undefined);
    setChanged('');
    if (!on) return;
    setIsAsking(true);
    const answer = await edits.vouch(night);
    setIsAsking(false);
    if (!answer) return;
    if ('sequence' in answer) setVouched(answer.sequence);
    else setChanged(`${answer.unseen} changed just then`);
  };
  const sign = async () => {
    if (vouched === undefined) return;
    if (await edits.sign(night.studyId, comment.trim(), vouched)) setComment('');
    setVouched(undefined);
  };
  const withdraw = async () => { if (await edits.withdraw(night.studyId, comment.trim())) setComment(''); };
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (maySign) void sign(); }}>
      <h2>Signature</h2>
      {review && <p>{Number(review.reviewedEpochs)} of {Number(review.epochs)} epochs {review.reviewedEpochs === 1n ? 'has' : 'have'} a person's word, {Number(review.changedEpochs)} of them changed the stage.
        {review.reviewedEpochs < review.epochs && ' Your signature also covers those that you left as the machine had them.'}</p>}
      {standing && signed ? <p class={signed.isWhole ? 'good' : 'caution'}>{signed.isWhole && '✓ '}Signed by {standing.author} at {moment(millis(standing.at) ?? 0)}{!signed.isWhole && ` for ${signed.range}; the rest is automatic, unreviewed`}{standing.comment && `: ${standing.comment}`}</p>
        : night.signature && <p class="caution">The signature of {night.signature.author} no longer holds: {night.signature.endReason}.</p>}
      {maySign && missing.length > 0 && <p class="caution">{missing.join(' and ')} {missing.length === 1 ? 'is' : 'are'} not marked: the report's figures {night.lightsOff === undefined ? 'are empty without lights off' : 'end with the last epoch'}.
        {' '}Go to the epoch and press <i>{missing[0] === 'Lights off' ? 'Off' : 'On'}</i> beside <i>Lights at epoch …</i> above{hasEnded && ', or sign as it is'}.</p>}
      {!hasEnded && <p class="calm">The study is still running: a night can be signed once it has ended.</p>}
      <label class="field"><span>{!maySign ? 'Why it is taken back' : standing ? 'Comment, or why it is taken back' : 'Comment'}</span>
        <textarea rows={2} value={comment} disabled={!session.mayEdit} onInput={(event) => setComment(event.currentTarget.value)} /></label>
      <Room text={comment} />
      {maySign && <label class="check"><input type="checkbox" checked={vouched !== undefined || isAsking} disabled={!session.mayEdit || !hasEnded || isAsking} onChange={(event) => {
          if (event.currentTarget.checked && !edits.maySign()) event.currentTarget.checked = false;
          else void tick(event.currentTarget.checked);
        }} />
        I went through this night and vouch for its stages.</label>}
      {changed && <p class="caution" role="alert">Your tick was taken back: {changed}. Look at it, and tick again.</p>}
      <div class="actions">
        {maySign && <button type="submit" class="primary" disabled={isOff || vouched === undefined}>Sign{standing && ' the whole night'} as {session.author || '…'}</button>}
        {standing && <button type="button" disabled={isOff || !comment.trim()} title="The comment says why" onClick={() => void withdraw()}>Withdraw the signature</button>}
      </div>
    </form>
  );
}

async function download(studyId: string, format: ExportFormat): Promise<void> {
  const file = await edits.export(studyId, format);
  if (!file) return;
  const url = URL.createObjectURL(file.content);
  const link = document.createElement('a');
  [link.href, link.download] = [url, file.name];
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** In a tab of its own, to read and to print. The tab is opened before the answer is there: later the browser would take it for an advertisement. */
async function openReport(studyId: string): Promise<void> {
  const tab = open('', '_blank');
  const file = await edits.export(studyId, ExportFormat.REPORT_HTML);
  if (!file) { tab?.close(); return; }
  const url = URL.createObjectURL(file.content);
  if (tab) tab.location.href = url;
  else location.assign(url);
}
