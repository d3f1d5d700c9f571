import { useState } from 'preact/hooks';
import { BodyPosition, CalibrationStep } from '../../generated/streaming/v1/ingest_pb.js';
import type { NightMark } from '../../generated/streaming/v1/monitor_pb.js';
import { session } from '../connection/session.js';
import { useDraft } from '../parts/drafts.js';
import { fits, Room } from '../parts/room.js';
import { clock, seconds } from '../time.js';
import type { BedRecord } from '../ward/bedRecord.js';
import { edits } from '../ward/edits.js';
import type { NightRecord } from '../ward/nightRecord.js';

const lower = (word: string | undefined): string => (word ?? '').toLowerCase().replace(/_/g, ' ');

/** A mark in words. */
export function markText({ what }: NightMark): string {
  switch (what.case) {
    case 'calibration': return `bio-calibration: ${lower(CalibrationStep[what.value.step])}`;
    case 'position': return `position: ${lower(BodyPosition[what.value.position])}`;
    case 'cpap': return what.value.pressureCmH2o === 0 ? 'CPAP off' : `CPAP ${what.value.pressureCmH2o}${what.value.expiratoryCmH2o > 0 ? `/${what.value.expiratoryCmH2o}` : ''} cmH₂O`;
    case 'video': return `video offset ${what.value.offsetSeconds} s`;
    default: return 'mark';
  }
}

/** Handover notes and everything that was marked, latest first; and how to add to it: now, or at the epoch that is looked at. */
export function NotesPanel({ bed, night, at }: { bed: BedRecord; night: NightRecord; at: number | undefined }) {
  const entries = [
    ...night.notes.map((note) => ({ at: seconds(note.atSeconds), text: note.text, author: note.author })),
    ...night.lights.map((light) => ({ at: seconds(light.atSeconds), text: `lights ${light.on ? 'on' : 'off'}${light === night.lights.findLast((other) => other.on === light.on) ? '' : ', marked anew since'}`, author: light.author })),
    ...night.events.map((mark) => ({ at: seconds(mark.atSeconds), text: markText(mark), author: mark.author })),
  ].sort((a, b) => b.at - a.at);
  return (
    <>
      <NoteForm night={night} at={at ?? bed.studySeconds} isNow={at === undefined} />
      <MarkForm night={night} at={at ?? bed.studySeconds} isNow={at === undefined} />
      <h2>So far</h2>
      {entries.length === 0 && <p class="calm">Nothing yet.</p>}
      <ul class="entries">
        {entries.map((entry, index) => (
          <li key={index}><time>{clock(entry.at)}</time><span>{entry.text}<small> {entry.author || 'from the recorder'}</small></span></li>
        ))}
      </ul>
    </>
  );
}

interface Place { night: NightRecord; at: number; isNow: boolean }

function NoteForm({ night, at, isNow }: Place) {
  const [text, setText] = useDraft(`${night.studyId}.note`);
  const [begun, setBegun] = useDraft(`${night.studyId}.note.at`);
  // Of a night that is followed: what happened, happened when somebody began to write of it, not when they were done.
  const when = isNow && begun !== '' ? Number(begun) : at;
  const write = (next: string) => {
    if (next.trim() === '') setBegun('');
    else if (isNow && begun === '') setBegun(String(at));
    setText(next);
  };
  const add = async () => { if (await edits.note(night.studyId, text.trim(), when)) write(''); };
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (text.trim()) void add(); }}>
      <h2>Note for the handover</h2>
      <label class="field"><span>What happened {!isNow ? 'in this epoch' : begun === '' ? 'now' : 'when you began to write'}, at {clock(when)}. No names.</span>
        <textarea rows={3} value={text} onInput={(event) => write(event.currentTarget.value)} disabled={!session.mayEdit} /></label>
      <Room text={text} />
      <div class="actions"><button type="submit" disabled={!session.mayEdit || !text.trim() || !fits(text)}>Add note</button></div>
    </form>
  );
}

const POSITIONS = [BodyPosition.SUPINE, BodyPosition.LEFT, BodyPosition.RIGHT, BodyPosition.PRONE, BodyPosition.UPRIGHT];

function MarkForm({ night, at, isNow }: Place) {
  const [pressure, setPressure] = useState('');
  const [offset, setOffset] = useState('');
  const isOff = !session.mayEdit;
  const mark = (what: unknown, done: string) => void edits.mark(night.studyId, what as NightMark['what'], at, `${done} at ${clock(at)}`);
  return (
    <>
      <h2>Markers</h2>
      <div class="field"><span>Body position from {isNow ? 'now' : clock(at)} on</span>
        <div class="buttons" role="group" aria-label="Body position">
          {POSITIONS.map((position) => <button type="button" key={position} disabled={isOff} onClick={() => mark({ case: 'position', value: { position } }, `Position: ${lower(BodyPosition[position])}`)}>{lower(BodyPosition[position])}</button>)}
        </div></div>
      <form class="field row" onSubmit={(event) => { event.preventDefault(); mark({ case: 'cpap', value: { pressureCmH2o: Number(pressure) } }, 'CPAP marked'); }}>
        <label for="cpap">CPAP, cmH₂O (0: off)</label>
        <input id="cpap" type="number" min="0" max="40" step="0.5" required value={pressure} disabled={isOff} onInput={(event) => setPressure(event.currentTarget.value)} />
        <button type="submit" disabled={isOff || pressure === ''}>Mark</button>
      </form>
      <form class="field row" onSubmit={(event) => { event.preventDefault(); mark({ case: 'video', value: { offsetSeconds: Number(offset) } }, 'Video offset marked'); }}>
        <label for="video">Video minus recording, s</label>
        <input id="video" type="number" step="0.1" required value={offset} disabled={isOff} onInput={(event) => setOffset(event.currentTarget.value)} />
        <button type="submit" disabled={isOff || offset === ''}>Mark</button>
      </form>
    </>
  );
}
