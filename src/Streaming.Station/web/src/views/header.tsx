import { useEffect, useRef, useState } from 'preact/hooks';
import { session } from '../connection/session.js';
import { addressOf, router } from '../route.js';
import { connection, enter } from '../station.js';
import { Notices } from '../parts/notices.js';
import { useChanges, useTick } from '../parts/useChanges.js';
import { timeOfDay } from '../time.js';
import { edits } from '../ward/edits.js';

const PHASES = { connecting: 'Connecting', live: 'Live', stale: 'Not live', refused: 'No access' } as const;

export function Header({ openKeys }: { openKeys: () => void }) {
  useChanges(session);
  useTick(1000);
  const { route } = router;
  return (
    <header class="top">
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.querySelector<HTMLElement>('#main [tabindex="0"], #main button')?.focus(); }}>To the content</a>
      <a class="brand" href="#/"><img src="./icon.svg" alt="" width="26" height="26" /> Sleep station</a>
      <nav aria-label="Views">
        <a href="#/" aria-current={route.view === 'board' ? 'page' : undefined}>Board</a>
        <a href="#/nights" aria-current={route.view === 'nights' ? 'page' : undefined}>Nights</a>
        {(route.view === 'bed' || route.view === 'review') && (
          <>
            <a href={addressOf({ ...route, view: 'bed' })} aria-current={route.view === 'bed' ? 'page' : undefined}>Bed {route.bed}</a>
            <a href={addressOf({ ...route, view: 'review' })} aria-current={route.view === 'review' ? 'page' : undefined}>Review</a>
          </>
        )}
      </nav>
      <div class="gap"><Notices /></div>
      <Person />
      <button type="button" class="quiet" onClick={openKeys} aria-label="Keys">?</button>
      <time class="now">{timeOfDay(Date.now())}</time>
      <span class={`link link-${connection.phase}`} role="status"><i aria-hidden="true" />{PHASES[connection.phase]}</span>
    </header>
  );
}

/** Who edits are signed with. */
function Person() {
  const [isOpen, setIsOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => { if (isOpen) field.current?.select(); }, [isOpen]);
  if (session.role === 'viewer') return <span class="role">Viewer: looking only <Leave /></span>;
  if (!isOpen && session.author) return <button type="button" class="quiet" onClick={() => setIsOpen(true)} title="Change who edits are signed with">{session.author}</button>;
  return (
    <form class="person" onFocusOut={(event) => { if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOpen(false); }} onSubmit={(event) => {
      event.preventDefault();
      if (edits.enterInitials(new FormData(event.currentTarget).get('author') as string)) setIsOpen(false);
    }}>
      <label for="author">Your initials</label>
      <input id="author" ref={field} name="author" size={6} maxLength={40} defaultValue={session.author} placeholder="e.g. AB" />
      <button type="submit">Set</button>
      <Leave />
    </form>
  );
}

function Leave() {
  return session.token ? <button type="button" class="quiet" onClick={() => { session.leave(); enter(''); }}>Leave</button> : null;
}
