import { useState } from 'preact/hooks';
import { session } from '../connection/session.js';
import { Dialog } from '../parts/dialog.js';
import { enter } from '../station.js';

/** The service wants to know who looks. */
export function TokenDialog() {
  const [token, setToken] = useState('');
  return (
    <Dialog title="Access token" close={() => undefined} canClose={false}>
      <form method="dialog" onSubmit={(event) => { event.preventDefault(); if (token.trim()) enter(token); }}>
        <p>This service asks who looks. Enter the token you were given; it is kept until this tab is closed and sent to this service only.</p>
        <label class="field">
          <span>Token</span>
          <input type="password" autocomplete="off" spellcheck={false} value={token} onInput={(event) => setToken(event.currentTarget.value)} />
        </label>
        {session.token !== '' && <p class="fault" role="alert">Refused: {session.refusal}</p>}
        <div class="actions"><button type="submit" class="primary" disabled={!token.trim()}>Enter</button></div>
      </form>
    </Dialog>
  );
}
