import { memo } from 'preact/compat';
import { useEffect, useRef } from 'preact/hooks';
import { AdvisoryPriority, BedState, Revision, SignatureState } from '../../generated/streaming/v1/monitor_pb.js';
import { themeColour } from '../drawing/canvas.js';
import { drawStrip } from '../drawing/strip.js';
import { useChanges, useTick } from '../parts/useChanges.js';
import { addressOf } from '../route.js';
import { lookOf } from '../stages.js';
import { connection, serviceNow } from '../station.js';
import { span } from '../time.js';
import type { BedRecord } from '../ward/bedRecord.js';
import { LEAD_MARKS, leadsOf } from '../ward/leads.js';
import { signedOf } from '../ward/signed.js';
import { standingWords } from '../ward/standing.js';
import { adviceOf, lengthText, offText, silence, spoken } from './tileWords.js';

/** One bed at a glance. Nothing here is told by colour alone, and no fault looks like a stage. */
export const Tile = memo(function Tile({ bed, isFirst }: { bed: BedRecord; isFirst: boolean }) {
  useChanges(bed, 1000);
  useTick(5000);
  const { standing } = bed;
  const last = bed.night?.last;
  const look = lookOf(last?.stage);
  const stageClass = standing === 'staged' ? `stage-${look.name}` : `standing-${standing}`;
  return (
    <a class={`tile ${stageClass}${last?.outOfDistribution && standing === 'staged' ? ' strange' : ''}`} href={addressOf({ view: 'bed', site: bed.site, bed: bed.bed })}
      tabIndex={isFirst ? 0 : -1} data-bed={bed.key} data-epochs={bed.night?.marks.length ?? 0}>
      <span class="for-ears">{spoken(bed)}</span>
      <div class="tile-head" aria-hidden="true">
        <span class="tile-bed">{bed.bed}</span>
        <span class="tile-site">{bed.site}</span>
        <span class="tile-off" title={OFF_WORDS}>{offText(bed)}</span>
      </div>
      <div class="tile-body" aria-hidden="true">
        <Now bed={bed} />
        <Sureness bed={bed} />
      </div>
      <Strip bed={bed} />
      <div class="tile-foot" aria-hidden="true">
        <Leads bed={bed} />
        <Advice bed={bed} />
      </div>
    </a>
  );
});

const OFF_WORDS = 'Time since lights off; "in bed": from lights off to lights on';

function Now({ bed }: { bed: BedRecord }) {
  const { word } = standingWords(bed);
  switch (bed.standing) {
    case 'staged': return <span class="tile-stage">{lookOf(bed.night?.last?.stage).name}</span>;
    case 'unscorable': return <span class="tile-fault"><b>?</b> {word}</span>;
    case 'silent': return <span class="tile-fault"><b>✕</b> {word}</span>;
    case 'starting': return <span class="tile-fault calm"><b>…</b> {word}</span>;
    case 'ended': return <span class="tile-fault calm"><b>■</b> {word}</span>;
    case 'empty': return <span class="tile-fault calm"><b>–</b> {word}</span>;
  }
}

function Sureness({ bed }: { bed: BedRecord }) {
  const last = bed.night?.last;
  const age = bed.decidedAt === undefined ? undefined : (serviceNow() - bed.decidedAt) / 1000;
  if (bed.standing === 'unscorable') return <span class="tile-side why"><span title={last?.unscorableReason}>{last?.unscorableReason}</span><span class="age">{age === undefined ? '' : `${span(age)} old`}</span></span>;
  if (bed.standing === 'silent') return <span class="tile-side why"><span>last: {last ? lookOf(last.stage).name : 'none'}</span><span class="age">{silence(bed, serviceNow())}</span></span>;
  if (bed.standing === 'ended') return <span class="tile-side why"><span>{bed.night?.signature ? signedText(bed) : 'unreviewed'}</span><span class="age" title="When the recording began, and its length">{lengthText(bed, Date.now())}</span></span>;
  if (bed.standing !== 'staged' || !last) return null;
  const rolling = bed.night?.provisional;
  return (
    <span class="tile-side">
      <span class="percent">{last.revision === Revision.OVERRIDDEN ? last.author : `${Math.round(last.confidence * 100)} %`}</span>
      {last.revision !== Revision.OVERRIDDEN && <span class="meter" aria-hidden="true"><i style={{ width: `${Math.round(last.confidence * 100)}%` }} /></span>}
      <span class="age">{age === undefined ? '' : `${span(age)} old`}</span>
      <span class="rolling">{connection.phase === 'live' && rolling ? `now ${lookOf(rolling.stage).name}` : ''}</span>
    </span>
  );
}

function signedText(bed: BedRecord): string {
  const signed = signedOf(bed.night);
  // "Part" first: where the tile is narrow the end is cut off, and what is left must not read as signed.
  if (signed) return signed.isWhole ? `signed ${signed.author}` : `part signed: ${signed.range}, ${signed.author}`;
  return bed.night?.signature?.state === SignatureState.WITHDRAWN ? 'signature withdrawn' : 'changed since signed';
}

function Strip({ bed }: { bed: BedRecord }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const version = bed.night?.version ?? 0;
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const draw = () => drawStrip(element, bed.night, themeColour(element, '--grid'), themeColour(element, '--text-3'));
    draw();
    const watcher = new ResizeObserver(draw);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [bed.night, version]);
  return <canvas class="tile-strip" ref={canvas} aria-hidden="true" />;
}

function Leads({ bed }: { bed: BedRecord }) {
  const last = bed.night?.last;
  if (!last || bed.standing === 'empty') return <span class="leads" />;
  return (
    <span class={bed.hasStopped ? 'leads old' : 'leads'}>
      {leadsOf(last, bed.lasting).map((lead) => <span key={lead.row} class={`lead ${lead.state}`} title={bed.hasStopped ? `When the last samples came: ${lead.text}` : lead.text}>{lead.letter}{LEAD_MARKS[lead.state]}</span>)}
    </span>
  );
}

function Advice({ bed }: { bed: BedRecord }) {
  const first = bed.lasting[0]; // seen only where all are
  const texts = adviceOf(bed);
  if (first) {
    const sign = first.priority >= AdvisoryPriority.HIGH ? '▲' : '△';
    return <span class={`advice${first.acknowledgedBy ? ' seen' : ''}`} title={texts.join('\n')}>{sign} {texts.length > 1 ? `${texts.length}: ` : ''}{texts[0]}</span>;
  }
  if (texts.length > 0) return <span class="advice">△ {texts[0]}</span>;
  if (bed.bedState?.state === BedState.CALIBRATING && bed.standing === 'staged') return <span class="advice calm">calibrating</span>;
  if (!bed.hasStopped && bed.night?.last?.outOfDistribution) return <span class="advice">△ unlike any training signal</span>;
  return <span class="advice" />;
}
