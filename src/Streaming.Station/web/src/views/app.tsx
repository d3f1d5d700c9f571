import { useEffect, useState } from 'preact/hooks';
import { session } from '../connection/session.js';
import { useChanges } from '../parts/useChanges.js';
import { router } from '../route.js';
import { connection } from '../station.js';
import { ConnectionBanner } from './connectionBanner.js';
import { Header } from './header.js';
import { Board } from './board.js';
import { NightsView } from './nightsView.js';
import { BedView } from './bedView.js';
import { TokenDialog } from './tokenDialog.js';
import { KeysDialog } from './keysDialog.js';
import { edits } from '../ward/edits.js';
import { usePlace } from './usePlace.js';
import { isTyping } from '../parts/keys.js';
import { releaseFocus } from '../parts/releaseFocus.js';
import { stepBack } from '../parts/stepBack.js';

/** The page: who and how connected on top, one view, and at the foot what this is not. */
export function App() {
  useChanges(router);
  useChanges(connection);
  useChanges(session);
  const [keysOpen, setKeysOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => { if (event.key === '?' && !isTyping(event)) setKeysOpen(true); };
    const back = (event: KeyboardEvent) => { if (event.key === 'Escape' && stepBack(event.target)) event.stopImmediatePropagation(); };
    addEventListener('keydown', press);
    addEventListener('keydown', back, true); // before the view hears of it
    return () => { removeEventListener('keydown', press); removeEventListener('keydown', back, true); };
  }, []);
  useEffect(releaseFocus, []);
  useEffect(() => {
    // The browser asks whoever closes the page, in its own words.
    const leave = (event: BeforeUnloadEvent) => { if (edits.pending > 0) event.preventDefault(); };
    addEventListener('beforeunload', leave);
    return () => removeEventListener('beforeunload', leave);
  }, []);
  const { route } = router;
  usePlace(route);
  return (
    <div class={`page phase-${connection.phase}`}>
      <Header openKeys={() => setKeysOpen(true)} />
      <ConnectionBanner />
      {/* Of who leaves, nothing that was asked for stays: lists and figures are held by the views. */}
      <main id="main" key={session.token}>
        {route.view === 'board' ? <Board /> : route.view === 'nights' ? <NightsView />
          : <BedView key={`${route.site}/${route.bed}`} site={route.site} bed={route.bed} study={route.study} isReview={route.view === 'review'} />}
      </main>
      <footer class="disclaimer">
        Research software, not a medical device. Stages are <b>automatic and unreviewed</b> until a technologist signs. It does <b>not</b> watch breathing, SpO₂, heart rhythm
        or seizures, and raises no alarm.
      </footer>
      {connection.phase === 'refused' && <TokenDialog />}
      {keysOpen && <KeysDialog close={() => setKeysOpen(false)} />}
    </div>
  );
}
