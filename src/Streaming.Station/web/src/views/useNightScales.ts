import { useEffect, useReducer, useRef } from 'preact/hooks';
import { keepAsking } from '../parts/keepAsking.js';
import type { Derivation } from '../signals/derivations.js';
import { firstScale, looksOf, nightScale } from '../signals/nightScale.js';
import { fetchLines } from '../signals/waveforms.js';
import { connection } from '../station.js';
import type { BedRecord } from '../ward/bedRecord.js';

/** By study and derivation: who looks at another bed and comes back finds the same scale. */
const chosen = new Map<string, Map<string, number>>();

/** What fills half a row, of rows whose height is read from page to page: a property of the night, chosen as soon as its first ten minutes are recorded, and kept. */
export function useNightScales(studyId: string, rows: readonly Derivation[], bed: BedRecord): ReadonlyMap<string, number> {
  const live = useRef(bed);
  live.current = bed;
  const [, again] = useReducer<number, void>((count) => count + 1, 0);
  const scales = chosen.get(studyId) ?? new Map<string, number>();
  chosen.set(studyId, scales);
  const missing = rows.flatMap((row) => {
    const first = firstScale(row.kind);
    return first === undefined || scales.has(row.name) ? [] : [{ row, first }];
  });
  const question = missing.map(({ row }) => row.name).join();
  useEffect(() => {
    if (missing.length === 0) return undefined;
    return keepAsking(async (signal) => {
      try {
        const looks = [];
        for (const [from, to] of looksOf(live.current.studySeconds)) looks.push(await fetchLines(studyId, missing.map(({ row }) => row), from, to, signal));
        if (looks.length === 0) return false;
        for (const { row, first } of missing) {
          const found = nightScale(row.kind, looks.flatMap((lines) => lines.find((line) => line.derivation.name === row.name)?.values ?? []));
          scales.set(row.name, found ?? first);
        }
        again();
        return true;
      } catch {
        return false; // the signal itself says why it does not come
      }
    }, () => 0, connection);
  }, [studyId, question]);
  return scales;
}
