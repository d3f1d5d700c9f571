import type { Advisory, Night, NightStatistics } from '../../generated/streaming/v1/monitor_pb.js';
import { EPOCH_SECONDS, clock, seconds } from '../time.js';
import { faultWord, nameIn } from '../ward/leads.js';
import type { NightDetail } from '../ward/nightDetail.js';
import { explain } from '../parts/notices.js';

const minutes = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(1));
const percent = (value: number | undefined): string => (value === undefined ? '–' : `${value.toFixed(1)} %`);
const count = (value: number | undefined): string => (value === undefined ? '–' : String(value));
const stage = (spent: number | undefined, share: number | undefined): string => (spent === undefined ? '–' : `${minutes(spent)}${share === undefined ? '' : ` (${share.toFixed(0)} %)`}`);

const rowsOf = (night: NightStatistics): readonly [string, string, string][] => [
  ['time_in_bed_minutes', 'Time in bed, min', minutes(night.timeInBedMinutes)],
  ['total_sleep_time_minutes', 'Total sleep time, min', minutes(night.totalSleepTimeMinutes)],
  ['sleep_efficiency_percent', 'Sleep efficiency', percent(night.sleepEfficiencyPercent)],
  ['sleep_onset_latency_minutes', 'Sleep latency, min', minutes(night.sleepOnsetLatencyMinutes)],
  ['rem_latency_minutes', 'REM latency, min', minutes(night.remLatencyMinutes)],
  ['waso_minutes', 'Wake after sleep onset, min', minutes(night.wasoMinutes)],
  ['n1_minutes', 'N1, min', stage(night.n1Minutes, night.n1Percent)],
  ['n2_minutes', 'N2, min', stage(night.n2Minutes, night.n2Percent)],
  ['n3_minutes', 'N3, min', stage(night.n3Minutes, night.n3Percent)],
  ['r_minutes', 'R, min', stage(night.rMinutes, night.rPercent)],
  ['wake_minutes', 'Wake, min', minutes(night.wakeMinutes)],
  ['unscorable_minutes', 'Unscorable, apart, min', minutes(night.unscorableMinutes)],
  ['unknown_minutes', 'Not recorded, apart, min', minutes(night.unknownMinutes)],
  ['awakenings', 'Awakenings', count(night.awakenings)],
  ['stage_shifts', 'Stage shifts', count(night.stageShifts)],
  ['rem_periods', 'R periods', count(night.remPeriods)],
];

/** The figures so far, by AASM definitions; nothing before lights off. Beneath them the leads.
 * @param choose An epoch to look at. */
export function StatisticsPanel({ detail, hasEnded, origin, choose }: { detail: NightDetail | undefined; hasEnded: boolean; origin: number; choose: (epoch: number) => void }) {
  if (detail?.failure) return <p class="fault">{explain(detail.failure)}</p>;
  const night = detail?.night;
  const figures = night?.statistics;
  if (!night || !figures) return <p class="calm">Asking for the figures…</p>;
  const withheld = new Map(figures.withheld.map((one) => [one.name, one.reason]));
  const automatic = night.review?.automatic;
  const before = automatic ? new Map(rowsOf(automatic).map(([name, , value]) => [name, value])) : undefined;
  const isEdited = (night.review?.changedEpochs ?? 0n) > 0n;
  return (
    <>
      <h2>{figures.inProgress && !hasEnded ? 'The night so far' : 'The night'}</h2>
      {figures.timeInBedMinutes === undefined && <p class="caution">Not started: mark lights off first. Figures count from there.</p>}
      {figures.timeInBedMinutes !== undefined && hasEnded && figures.inProgress && <p class="calm">Lights on is not marked: the figures end with the last epoch.</p>}
      <table class="figures">
        <thead><tr><th scope="col">Figure</th><th scope="col">{hasEnded ? 'As it stands' : 'Now'}</th>{isEdited && <th scope="col">Automatic</th>}</tr></thead>
        <tbody>
          {rowsOf(figures).map(([name, words, value]) => (
            <tr key={name}>
              <th scope="row">{words}</th>
              <td>{withheld.has(name) ? <span title={withheld.get(name)}>withheld</span> : value}</td>
              {isEdited && <td class="calm">{before?.get(name)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {figures.wasoVariant && <p class="calm">Wake after sleep onset: {figures.wasoVariant}.</p>}
      {[...withheld].map(([name, reason]) => <p key={name} class="calm">{name.replace(/_/g, ' ')}: {reason}</p>)}
      <Leads night={night} />
      <Faults advisories={night.advisories} goTo={(at) => choose(Math.max(0, Math.floor((at - origin) / EPOCH_SECONDS)))} />
    </>
  );
}

/** What came of each channel, in how many epochs it could be used, and what was wrong with it. */
function Leads({ night }: { night: Night }) {
  return (
    <>
      <h2>Leads</h2>
      <table class="figures">
        <thead><tr><th scope="col">Channel</th><th scope="col">Usable</th><th scope="col">Lost</th><th scope="col">Late</th></tr></thead>
        <tbody>
          {night.accounts.map((account, place) => {
            const quality = night.channelQuality.find((one) => one.number === (account.number ?? place));
            return (
              <tr key={place}>
                <th scope="row">{nameIn(night.accounts)(account)}
                  {quality && quality.faults.length > 0 && <small class="caution"> {quality.faults.map((fault) => `${faultWord(fault.fault)} in ${fault.epochs}`).join(', ')}</small>}</th>
                <td>{quality && quality.epochs > 0n ? percent((Number(quality.usableEpochs) / Number(quality.epochs)) * 100) : '–'}</td>
                <td>{account.expected > 0n ? percent((Number(account.lost) / Number(account.expected)) * 100) : '–'}</td><td>{String(account.late)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

/** Which lead was bad, and from when to when: an advisory goes with its cause, and by the morning nobody knows. */
function Faults({ advisories, goTo }: { advisories: readonly Advisory[]; goTo: (at: number) => void }) {
  const told = advisories.filter((one) => one.onsetSeconds).sort((a, b) => seconds(a.onsetSeconds) - seconds(b.onsetSeconds));
  if (told.length === 0) return null;
  return (
    <>
      <h2>Faults that lasted</h2>
      <ul class="entries faults">
        {told.map((one) => (
          <li key={one.advisoryId}>
            <button type="button" class="quiet" onClick={() => goTo(seconds(one.onsetSeconds))} title="Look at its first epoch">{clock(seconds(one.onsetSeconds))}</button>
            <span>{one.text}<small> {one.endSeconds ? `to ${clock(seconds(one.endSeconds))}` : 'lasts'}</small></span>
          </li>
        ))}
      </ul>
    </>
  );
}
