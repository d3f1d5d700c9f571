import { Dialog } from '../parts/dialog.js';

/** Asks before a change that a standing signature would not survive. */
export function SignedDialog({ words, author, act, close }: { words: string; author: string; act: () => void; close: () => void }) {
  return (
    <Dialog title="This night is signed" close={close}>
      <p>{words} The signature of {author} then no longer holds, and the night has to be signed again.</p>
      <div class="actions">
        <button type="button" autofocus onClick={close}>Leave it as it is</button>
        <button type="button" class="primary" onClick={() => { close(); act(); }}>Change it</button>
      </div>
    </Dialog>
  );
}
