import { useEffect, useRef, useState } from 'preact/hooks';
import { NightChart } from '../drawing/nightChart.js';
import { lookOf, revisionWords } from '../stages.js';
import { EPOCH_SECONDS, clock } from '../time.js';
import type { NightRecord } from '../ward/nightRecord.js';

/** The whole night: drag to look nearer, click to go there; as a table for who cannot see it. */
export function NightPanel({ night, selected, choose }: { night: NightRecord; selected: number; choose: (epoch: number) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<NightChart | undefined>(undefined);
  const [isZoomed, setIsZoomed] = useState(false);
  const { origin } = night;
  const pick = useRef<(seconds: number) => void>(() => undefined);
  pick.current = (seconds) => choose(Math.max(0, Math.min(night.marks.length - 1, Math.floor((seconds - origin) / EPOCH_SECONDS))));
  useEffect(() => {
    chart.current = new NightChart(host.current!, (seconds) => pick.current(seconds), setIsZoomed);
    return () => { chart.current?.destroy(); };
  }, []);
  useEffect(() => { chart.current?.show(night, selected); }, [night, night.version, selected]);
  const around = origin + selected * EPOCH_SECONDS;
  return (
    <section class="night" aria-label="The night">
      <div class="night-chart" ref={host} role="img" aria-label={`Hypnogram of ${night.marks.length} epochs over hypnodensity; the table of epochs below says the same in words`} />
      <div class="night-tools">
        <button type="button" aria-label="Nearer" onClick={() => chart.current?.zoomBy(0.5, around)}>+</button>
        <button type="button" aria-label="Further" onClick={() => chart.current?.zoomBy(2, around)} disabled={!isZoomed}>−</button>
        <button type="button" onClick={() => chart.current?.zoomTo(null)} disabled={!isZoomed}>All</button>
      </div>
      <EpochTable night={night} choose={choose} />
    </section>
  );
}

function EpochTable({ night, choose }: { night: NightRecord; choose: (epoch: number) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details class="epoch-table" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary aria-label="Epochs as a table" title="Epochs as a table">Table</summary>
      {isOpen && (
        <div class="scroller" tabIndex={0} role="region" aria-label="Table of epochs">
          <table>
            <thead><tr><th scope="col">Epoch</th><th scope="col">At</th><th scope="col">Stage</th><th scope="col">Sure</th><th scope="col">Is</th></tr></thead>
            <tbody>
              {Array.from(night.marks, (mark, epoch) => (
                <tr key={epoch} data-epoch={epoch} data-stage={mark?.stage} data-revision={mark?.revision}>
                  <th scope="row"><button type="button" class="quiet" onClick={() => choose(epoch)}>{epoch + 1}</button></th>
                  <td>{mark ? clock(night.origin + epoch * EPOCH_SECONDS) : ''}</td><td>{mark ? lookOf(mark.stage).name : 'missing'}</td>
                  <td>{mark ? `${Math.round(mark.confidence * 100)} %` : ''}</td><td>{mark ? (mark.author ? `scored by ${mark.author}` : revisionWords(mark.revision)) : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
