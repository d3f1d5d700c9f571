import { Dialog } from '../parts/dialog.js';

const KEYS: readonly [string, string][] = [
  ['Arrow keys', 'board: move between beds; bed: epoch back and forth'],
  ['Enter', 'board: open the bed'],
  ['O', 'board: next order'],
  ['Escape', 'out of a list or a field; bed: back to the board'],
  ['Page Up, Page Down', 'bed: ten epochs back, forth'],
  ['Home, End', 'bed: first epoch; follow the recording live'],
  ['+ and −', 'bed: nearer, further (10 s, 30 s, 60 s, 5 min)'],
  ['W 1 2 3 R', 'score the epoch (0 is W, 5 is R); U: unscorable'],
  ['Enter', 'bed and review: confirm the stage that stands'],
  ['Z', 'undo the last score'],
  ['N, P', 'review: next, previous epoch of the queue'],
  ['E', 'bed: evidence (events and saliency over the waveforms)'],
  ['?', 'this list'],
];

export function KeysDialog({ close }: { close: () => void }) {
  return (
    <Dialog title="Keys" close={close}>
      <dl class="keys">{KEYS.map(([key, does]) => [<dt key={key + does}><kbd>{key}</kbd></dt>, <dd>{does}</dd>])}</dl>
    </Dialog>
  );
}
