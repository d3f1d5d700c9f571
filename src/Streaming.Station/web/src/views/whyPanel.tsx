import type { Advisory, Stage, StageReport } from '../../generated/streaming/v1/monitor_pb.js';
import { session } from '../connection/session.js';
import { lookOf, SCORED } from '../stages.js';
import { moment, millis } from '../time.js';
import type { BedRecord } from '../ward/bedRecord.js';
import { edits } from '../ward/edits.js';
import { LEAD_MARKS, leadsOf } from '../ward/leads.js';
import { stoppedWords } from '../ward/standing.js';

/** What the decision rests on, in words: for and against, what was not seen, and how good the signal is. */
export function WhyPanel({ bed, report, explains }: { bed: BedRecord; report: StageReport | undefined; explains: boolean }) {
  const isLast = report?.epoch === bed.night?.last?.epoch;
  return (
    <>
      <Advisories bed={bed} />
      {!report ? <p class="calm">No result for this epoch yet.</p> : (
        <>
          <Chances report={report} />
          {report.author && <p>Scored by <b>{report.author}</b> at {moment(millis(report.committed) ?? 0)}{report.comment && `: ${report.comment}`}. Below is what the machine had found.</p>}
          {report.unscorableReason && <p class="fault">Unscorable: {report.unscorableReason}</p>}
          {report.reason && <Reasons report={report} />}
          <Signal report={report} lasting={isLast ? bed.lasting : []} stopped={isLast ? stoppedWords(bed) : ''} />
          <p class="calm">{explains ? 'Tinted seconds are those without which the stage loses most; underlined are the events found.' : 'Press E, or Evidence above the signal, to see events and saliency over the waveforms.'} Where the network looks is no clinical reason.</p>
        </>
      )}
    </>
  );
}

function Chances({ report }: { report: StageReport }) {
  const chances = report.probabilities.length > 0 ? report.probabilities : report.networkProbabilities;
  if (chances.length === 0) return null;
  return (
    <>
      <h2>{report.probabilities.length > 0 ? 'How likely' : 'The network alone'}</h2>
      {report.probabilities.length === 0 && <p class="calm">Before it weighed the epochs around; the machine's stage, in the words below, came after.</p>}
      <table class="chances">
        <tbody>
          {SCORED.map((stage, place) => {
            const share = Math.round((chances[place] ?? 0) * 100);
            return (
              <tr key={stage}>
                <th scope="row">{lookOf(stage).name}</th>
                <td><span class="meter"><i class={`fill-${lookOf(stage).name}`} style={{ width: `${share}%` }} /></span></td>
                <td>{share} %</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

function Reasons({ report }: { report: StageReport }) {
  const reason = report.reason!;
  return (
    <>
      <h2>Why</h2>
      <p class={reason.contradiction ? 'sentence contradiction' : 'sentence'}>{reason.contradiction && <b>Network and rules disagree. </b>}{reason.sentence}</p>
      {reason.evidence.length > 0 && (
        <ul class="evidence">
          {grounds(report).map((one) => (
            <li key={`${one.supports}${one.text}`}>
              <span class={`sign ${one.supports ? 'for' : 'against'}`}>{one.supports ? 'for' : 'against'} {one.stages.map((stage) => lookOf(stage).name).join(', ')}</span>
              <span>{one.text}{one.rules.length > 0 && <small title="The rule's number in the documentation of the explanations"> {one.rules.join(', ')}</small>}</span>
            </li>
          ))}
        </ul>
      )}
      {reason.unobserved.length > 0 && <p class="calm">Not observed: {reason.unobserved.join(', ')}.</p>}
    </>
  );
}

interface Ground { text: string; supports: boolean; stages: Stage[]; rules: string[] }

/** What bears on the stage that stands comes first, what is said of others after it; one finding that speaks against four stages is said once. */
function grounds(report: StageReport): Ground[] {
  const { evidence } = report.reason!;
  const found: Ground[] = [];
  for (const one of [...evidence.filter((each) => each.stage === report.stage), ...evidence.filter((each) => each.stage !== report.stage)]) {
    const rules = one.rule === 'support' ? [] : [one.rule];
    const same = found.find((known) => known.text === one.text && known.supports === one.supports);
    if (!same) found.push({ text: one.text, supports: one.supports, stages: [one.stage], rules });
    else {
      same.stages.push(one.stage);
      same.rules.push(...rules.filter((rule) => !same.rules.includes(rule)));
    }
  }
  return found;
}

/** @param lasting Advisories of the latest epoch.
 * @param stopped Said of the last epoch of a bed whose samples have stopped: its leads may be off by now. */
function Signal({ report, lasting, stopped }: { report: StageReport; lasting: readonly Advisory[]; stopped: string }) {
  const lost = report.accounts.reduce((sum, account) => sum + Number(account.lost), 0);
  return (
    <>
      <h2>Signal</h2>
      {stopped && <p class="fault">{stopped}: these leads are as they were in epoch {Number(report.epoch) + 1}.</p>}
      <ul class={stopped ? 'lead-list old' : 'lead-list'}>
        {leadsOf(report, lasting).map((lead) => <li key={lead.row} class={lead.state}><span class={`lead ${lead.state}`}>{lead.letter}{LEAD_MARKS[lead.state]}</span> {lead.text}</li>)}
      </ul>
      {report.quality.length > 0 && <p class="caution">{report.quality.join('; ')}</p>}
      <p class="calm">{lost === 0 ? 'No sample of this epoch is missing.' : `${lost} samples of this epoch are missing.`}{report.calibrating && ' The first ten minutes: scales are still settling.'}</p>
    </>
  );
}

function Advisories({ bed }: { bed: BedRecord }) {
  if (bed.lasting.length === 0) return null;
  return (
    <>
      <h2>Technical advisories</h2>
      <ul class="advisories">
        {bed.lasting.map((advisory) => (
          <li key={advisory.advisoryId} class={`priority-${advisory.priority}`}>
            <span>{advisory.text}{advisory.count > 1n && <small> {Number(advisory.count)} times</small>}<small> since {moment(millis(advisory.onset) ?? 0)}</small></span>
            {advisory.acknowledgedBy ? <small>seen by {advisory.acknowledgedBy}</small>
              : <button type="button" disabled={!session.mayEdit} onClick={() => void edits.acknowledge(advisory.advisoryId)}>Seen</button>}
          </li>
        ))}
      </ul>
    </>
  );
}
