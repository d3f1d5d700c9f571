import { memo } from 'preact/compat';
import { useEffect, useRef } from 'preact/hooks';
import { AdvisoryPriority, BedState, Revision, SignatureState } from '../../generated/streaming/v1/monitor_pb.js';
import { themeColour } from '../drawing/canvas.js';
import { drawStrip } from '../drawing/strip.js';
import { useChanges, useTick } from '../parts/useChanges.js';
import { addressOf } from '../route.js';
import { lookOf } from '../stages.js';
import { connection, serviceNow } from '../station.js';
import { clock, millis, span } from '../time.js';
import type { BedRecord } from '../ward/bedRecord.js';
import { leadsOf } from '../ward/leads.js';
import { signedOf } from '../ward/signed.js';

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

function offText(bed: BedRecord): string {
  if (bed.night?.lightsOff === undefined) return bed.night ? 'lights on' : '';
  return `${bed.night.lightsOn === undefined ? 'off' : 'in bed'} ${clock(bed.sinceLightsOff ?? 0).slice(0, -3)}`;
}

function Now({ bed }: { bed: BedRecord }) {
  switch (bed.standing) {
    case 'staged': return <span class="tile-stage">{lookOf(bed.night?.last?.stage).name}</span>;
    case 'unscorable': return <span class="tile-fault"><b>?</b> UNSCORABLE</span>;
    case 'silent': return <span class="tile-fault"><b>✕</b> {bed.bedState?.gatewayOnline ? 'NO SAMPLES' : 'DISCONNECTED'}</span>;
    case 'starting': return <span class="tile-fault calm"><b>…</b> STARTING</span>;
    case 'ended': return <span class="tile-fault calm"><b>■</b> ENDED</span>;
    case 'empty': return <span class="tile-fault calm"><b>–</b> NO STUDY</span>;
  }
}

function Sureness({ bed }: { bed: BedRecord }) {
  const last = bed.night?.last;
  const age = bed.decidedAt === undefined ? undefined : (serviceNow() - bed.decidedAt) / 1000;
  if (bed.standing === 'unscorable') return <span class="tile-side why"><span title={last?.unscorableReason}>{last?.unscorableReason}</span><span class="age">{age === undefined ? '' : `${span(age)} old`}</span></span>;
  if (bed.standing === 'silent') {
    const heard = millis(bed.bedState?.lastMessage);
    return <span class="tile-side why"><span>last: {last ? lookOf(last.stage).name : 'none'}</span><span class="age">{heard ? `silent ${span((serviceNow() - heard) / 1000)}` : ''}</span></span>;
  }
  if (bed.standing === 'ended') return <span class="tile-side why"><span>{bed.night?.signature ? signedText(bed) : 'unreviewed'}</span><span class="age" title="Length of the recording">{clock(bed.studySeconds).slice(0, -3)} long</span></span>;
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

const MARKS = { good: '', fallback: '~', poor: '!', absent: '✕' } as const;

function Leads({ bed }: { bed: BedRecord }) {
  const last = bed.night?.last;
  if (!last || bed.standing === 'empty') return <span class="leads" />;
  return (
    <span class="leads">
      {leadsOf(last).map((lead) => <span key={lead.row} class={`lead ${lead.state}`} title={lead.text}>{lead.letter}{MARKS[lead.state]}</span>)}
    </span>
  );
}

function Advice({ bed }: { bed: BedRecord }) {
  const lasting = bed.lasting;
  const first = lasting[0];
  if (first) {
    const sign = first.priority >= AdvisoryPriority.HIGH ? '▲' : '△';
    return <span class={`advice${first.acknowledgedBy ? ' seen' : ''}`} title={lasting.map((advisory) => advisory.text).join('\n')}>{sign} {lasting.length > 1 ? `${lasting.length}: ` : ''}{first.text}</span>;
  }
  if (bed.bedState?.state === BedState.CALIBRATING && bed.standing === 'staged') return <span class="advice calm">calibrating</span>;
  if (bed.night?.last?.outOfDistribution) return <span class="advice">△ unlike any training signal</span>;
  return <span class="advice" />;
}

/** The tile for who hears it. */
function spoken(bed: BedRecord): string {
  const last = bed.night?.last;
  const stage = {
    staged: `${lookOf(last?.stage).words}, ${Math.round((last?.confidence ?? 0) * 100)} percent sure`, unscorable: `unscorable: ${last?.unscorableReason ?? ''}`,
    silent: 'disconnected, no samples', starting: 'starting', ended: 'study ended', empty: 'no study',
  }[bed.standing];
  const off = bed.sinceLightsOff === undefined ? 'lights not yet off' : `lights off for ${span(bed.sinceLightsOff)}`;
  const poor = last ? leadsOf(last).filter((lead) => lead.state === 'poor' || lead.state === 'absent').map((lead) => lead.row) : [];
  const advice = bed.lasting.map((advisory) => advisory.text).join('; ');
  return [`Bed ${bed.bed}, ${bed.site}`, stage, off, poor.length > 0 ? `poor leads: ${poor.join(', ')}` : '', advice].filter(Boolean).join('. ');
}
