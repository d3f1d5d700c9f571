import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { attention, awaitsReview, ordered, ORDER_RULES, type OrderRule } from '../ward/order.js';
import { isOnBoard } from '../ward/nights.js';
import { isTyping } from '../parts/keys.js';
import { useChanges, useTick } from '../parts/useChanges.js';
import { connection, ward } from '../station.js';
import { awaits } from './nightsView.js';
import { Tile } from './tile.js';
import { useNights } from './useNights.js';

const ORDER_KEY = 'station.order';
const RULES = ORDER_RULES.map(([rule]) => rule);

/** A tile per bed; as many columns as make them all fit the screen, as large as they can be. */
export function Board() {
  useChanges(ward, 500);
  useTick(2000);
  const [rule, setRule] = useState<OrderRule>(() => RULES.find((known) => known === localStorage.getItem(ORDER_KEY)) ?? 'bed');
  const grid = useRef<HTMLDivElement>(null);
  const beds = ordered(ward.beds.values(), rule);
  const columns = useColumns(grid, beds.length);
  const choose = (next: OrderRule) => { localStorage.setItem(ORDER_KEY, next); setRule(next); };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      if (event.key.toLowerCase() === 'o') choose(RULES[(RULES.indexOf(rule) + 1) % RULES.length]!);
      else move(event, grid.current, columns);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [rule, columns]);
  const { nights, more } = useNights();
  const toReview = beds.filter(awaitsReview).length + (nights ?? []).filter((night) => !isOnBoard(night, ward) && awaits(night)).length;
  const asking = beds.filter((bed) => attention(bed) >= 3).length;
  return (
    <section class="board" aria-label="Board of beds">
      <div class="board-bar">
        <h1>{beds.length === 1 ? '1 bed' : `${beds.length} beds`}</h1>
        <span class={asking > 0 ? 'asking' : 'asking none'}>{asking > 0 ? `${asking} need${asking === 1 ? 's' : ''} a look` : 'none needs a look now'}</span>
        {toReview > 0 && <a class="asking none" href="#/nights">{toReview === 1 && !more ? '1 night awaits review' : `${toReview}${more ? ' or more' : ''} nights await review`}</a>}
        <span class="gap" />
        <Legend />
        <label class="order">Order
          <select value={rule} onChange={(event) => choose(event.currentTarget.value as OrderRule)}>
            {ORDER_RULES.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
          </select>
        </label>
      </div>
      {beds.length === 0 && connection.phase === 'live' && <p class="empty">No bed has sent anything yet. A bed appears here when its gateway says it is online.</p>}
      <div class={columns <= 2 ? 'tiles narrow' : 'tiles'} ref={grid} style={{ '--columns': String(columns) }}>
        {beds.map((bed, index) => <Tile key={bed.key} bed={bed} isFirst={index === 0} />)}
      </div>
    </section>
  );
}

function Legend() {
  return (
    <span class="legend" aria-hidden="true">
      {(['W', 'R', 'N1', 'N2', 'N3'] as const).map((stage) => <span key={stage} class={`chip stage-${stage}`}>{stage}</span>)}
    </span>
  );
}

const TILE_RATIO = 1.22;
const GAP = 8;

/** The number of columns with which the tiles are largest and all fit; on a small screen one or two, and it scrolls. */
function useColumns(grid: { current: HTMLDivElement | null }, count: number): number {
  const [columns, setColumns] = useState(4);
  useLayoutEffect(() => {
    const fit = () => {
      const width = grid.current?.clientWidth ?? innerWidth;
      const height = innerHeight - (grid.current?.getBoundingClientRect().top ?? 90) - scrollOffset() - 44;
      if (width < 560) { setColumns(1); return; }
      let [best, bestSize] = [1, 0];
      for (let tried = 1; tried <= Math.max(1, count); tried++) {
        const across = (width - GAP * (tried - 1)) / tried;
        const rows = Math.ceil(count / tried);
        const size = Math.min(across, ((height - GAP * (rows - 1)) / rows) * TILE_RATIO);
        if (size > bestSize) [best, bestSize] = [tried, size];
      }
      // Smaller than this nobody can read; then the board scrolls.
      setColumns(bestSize < 150 ? Math.max(1, Math.floor((width + GAP) / (158 + GAP))) : best);
    };
    fit();
    addEventListener('resize', fit);
    return () => removeEventListener('resize', fit);
  }, [count]);
  return columns;
}

const scrollOffset = (): number => -window.scrollY * 0;

const STEPS: Record<string, (columns: number) => number> = {
  ArrowRight: () => 1, ArrowLeft: () => -1, ArrowDown: (columns) => columns, ArrowUp: (columns) => -columns,
};

function move(event: KeyboardEvent, grid: HTMLDivElement | null, columns: number): void {
  const step = STEPS[event.key]?.(columns);
  if (step === undefined || !grid) return;
  const tiles = [...grid.querySelectorAll<HTMLElement>('.tile')];
  const at = tiles.indexOf(document.activeElement as HTMLElement);
  const next = tiles[at < 0 ? 0 : Math.min(tiles.length - 1, Math.max(0, at + step))];
  next?.focus();
  event.preventDefault();
}
