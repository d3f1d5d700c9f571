import { Revision, SignatureState } from '../../generated/streaming/v1/monitor_pb.js';
import { session } from '../connection/session.js';
import { lookOf, revisionWords } from '../stages.js';
import { serviceNow } from '../station.js';
import { EPOCH_SECONDS, beganAt, clock, moment, span } from '../time.js';
import type { BedRecord } from '../ward/bedRecord.js';
import type { NightRecord } from '../ward/nightRecord.js';
import { signedOf } from '../ward/signed.js';
import { standingWords } from '../ward/standing.js';
import { EarlierBanner } from './earlierBanner.js';

/** Who, what now, since when; lights, now or, for who corrects them, at the epoch that is looked at.
 * @param newer The study that the bed has now, where this is an earlier night.
 * @param at Study time of the epoch that is looked at; undefined: the recording is followed live.
 * @param epoch The one that `at` begins.
 * @param lights Marks them, in study time. */
export function BedHead({ bed, newer, at, epoch, lights }: {
  bed: BedRecord; newer: NightRecord | undefined; at: number | undefined; epoch: number; lights: (on: boolean, when: number) => void;
}) {
  const night = bed.night!;
  const last = night.last;
  const look = lookOf(last?.stage);
  const age = bed.decidedAt === undefined ? undefined : (serviceNow() - bed.decidedAt) / 1000;
  const rolling = night.provisional;
  const standing = standingWords(bed);
  const cannot = !session.mayEdit;
  const where = at === undefined ? 'now' : `at epoch ${epoch + 1}`;
  const began = beganAt(night.study?.start);
  return (
    <div class="bed-head">
      {bed.isEarlier && <EarlierBanner bed={bed} night={night} newer={newer} />}
      <h1 tabIndex={-1}>{bed.bed}<small>{bed.site}</small></h1>
      <div class={`bed-now ${bed.standing === 'staged' ? `stage-${look.name}` : `standing-${bed.standing}`}`} role="group" aria-label="Stage now">
        {/* Told when it changes; the age beside it changes every second. */}
        <span class="for-ears" role="status">{standing.sentence || look.words}</span>
        <b>{bed.standing === 'silent' ? '✕' : bed.standing === 'ended' ? '■' : look.name}</b>
        <span>
          {standing.sentence || (last?.revision === Revision.OVERRIDDEN ? `scored by ${last.author}` : `${Math.round((last?.confidence ?? 0) * 100)} % · ${revisionWords(last?.revision ?? 0)}`)}
          <small>
            {standing.remark && `${standing.remark} · `}
            {bed.standing === 'unscorable' ? `${last?.unscorableReason} · ` : ''}
            {bed.standing === 'ended' ? `${night.marks.byPersons} of ${night.marks.length} epochs scored by hand` : age === undefined ? 'no result yet' : `epoch ${Number(last?.epoch ?? 0n) + 1}, ${span(age)} old`}
            {rolling && bed.standing === 'staged' ? ` · now ${lookOf(rolling.stage).name} (provisional)` : ''}
          </small>
        </span>
      </div>
      <dl class="facts">
        <div><dt>Recording</dt><dd>{clock(bed.studySeconds)}</dd></div>
        <div><dt>Lights off</dt><dd>{night.lightsOff === undefined ? (bed.standing === 'ended' ? 'not marked' : 'not yet') : `${bed.standing === 'silent' ? 'was ' : ''}${clock(bed.sinceLightsOff ?? 0)}${night.lightsOn === undefined && bed.standing !== 'ended' ? ' ago' : ' in all'}`}</dd></div>
        <div><dt>Started</dt><dd>{began === undefined ? '–' : moment(began)}</dd></div>
        <div><dt>Pseudonym</dt><dd>{night.study?.pseudonym || '–'}</dd></div>
      </dl>
      <span class="gap" />
      <Signed bed={bed} />
      <div class="lights">
        <span>Lights {where}</span>
        <div class="actions" role="group" aria-label={`Lights ${where}`}>
          <button type="button" disabled={cannot} aria-label={`Lights off ${where}`} title={at === undefined ? 'From now on' : `From the beginning of the epoch on: ${clock(at)}`} onClick={() => lights(false, at ?? bed.studySeconds)}
            class={night.lightsOff === undefined ? 'primary' : ''}>Off</button>
          <button type="button" disabled={cannot || night.lightsOff === undefined} aria-label={`Lights on ${where}`} title={at === undefined ? 'From now on' : `At the end of the epoch: ${clock(at + EPOCH_SECONDS)}`}
            onClick={() => lights(true, at === undefined ? bed.studySeconds : at + EPOCH_SECONDS)}>On</button>
        </div>
      </div>
    </div>
  );
}

function Signed({ bed }: { bed: BedRecord }) {
  const signature = bed.night?.signature;
  if (!signature) return <span class="seal">automatic, unreviewed</span>;
  const signed = signedOf(bed.night);
  if (signed) return signed.isWhole ? <span class="seal signed">✓ signed by {signed.author}</span> : <span class="seal">signed by {signed.author} for {signed.range}</span>;
  return <span class="seal void" title={signature.endReason}>{signature.state === SignatureState.WITHDRAWN ? 'signature withdrawn' : 'changed since it was signed'}</span>;
}
