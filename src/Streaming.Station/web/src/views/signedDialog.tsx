import { Dialog } from '../parts/dialog.js';

/** Does what changes a night at once, or, where a signature stands, once it was asked about.
 * @param asksAnyhow Where it is not signed too. */
export type UnlessSigned = (words: string, act: () => void, yes?: string, asksAnyhow?: boolean) => void;

/** Asks before a change that a standing signature would not survive, and before one that is easily made by mistake.
 * @param author Whose signature stands; undefined: nobody's. */
export function SignedDialog({ words, yes, author, act, close }: { words: string; yes: string; author: string | undefined; act: () => void; close: () => void }) {
  return (
    <Dialog title={author === undefined ? 'Is this meant?' : 'This night is signed'} close={close}>
      <p>{words}{author !== undefined && ` The signature of ${author} then no longer holds, and the night has to be signed again.`}</p>
      <div class="actions">
        <button type="button" autofocus onClick={close}>Leave it as it is</button>
        <button type="button" class="primary" onClick={() => { close(); act(); }}>{yes}</button>
      </div>
    </Dialog>
  );
}
