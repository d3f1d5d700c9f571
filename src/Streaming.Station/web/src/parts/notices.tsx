import { ConnectError, Code } from '@connectrpc/connect';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Changes } from '../changes.js';
import { useChanges } from './useChanges.js';

interface Notice { id: number; text: string; isError: boolean }

const STAYS_MS = 8000;

class NoticeBoard extends Changes {
  notices: Notice[] = [];
  private next = 1;

  /** Its number, for who takes it down once it no longer holds. */
  say(text: string, isError = false): number {
    const notice = { id: this.next++, text, isError };
    this.notices = [...this.notices.slice(-3), notice];
    this.notify();
    setTimeout(() => this.drop(notice.id), STAYS_MS);
    return notice.id;
  }

  drop(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
    this.notify();
  }
}

export const notices = new NoticeBoard();

const WORDS: Partial<Record<Code, string>> = {
  [Code.PermissionDenied]: 'Not allowed', [Code.Unauthenticated]: 'Not allowed', [Code.Unavailable]: 'The service is not reachable', [Code.Aborted]: 'Somebody was faster',
  [Code.InvalidArgument]: 'Not accepted', [Code.NotFound]: 'Not found', [Code.ResourceExhausted]: 'Too many calls', [Code.FailedPrecondition]: 'Not yet possible',
};

/** A refusal in words a person can act on. */
export function explain(error: unknown): string {
  const refused = ConnectError.from(error);
  // What a browser says when nobody answers.
  if (refused.code === Code.Unknown && /fetch|network/i.test(refused.rawMessage)) return 'The service cannot be reached';
  return `${WORDS[refused.code] ?? 'It did not work'}: ${refused.rawMessage}`;
}

/** Does it; says what came of it, refusals above all.
 * @param words For a refusal that can be told better than the service tells it. */
export async function attempt<T>(what: () => Promise<T>, done?: string, words: (error: unknown) => string | Promise<string> = explain): Promise<T | undefined> {
  try {
    const result = await what();
    if (done) notices.say(done);
    return result;
  } catch (error) {
    notices.say(await words(error), true);
    return undefined;
  }
}

/** In the head of the page, where nothing else is; on a narrow one at its foot, and then the page is longer by as much. */
export function Notices() {
  useChanges(notices);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => document.documentElement.style.setProperty('--notices', `${box.current!.offsetHeight}px`), [notices.notices]);
  return (
    <div class="notices" role="status" aria-live="polite" ref={box}>
      {notices.notices.map((notice) => (
        <div key={notice.id} class={notice.isError ? 'notice error' : 'notice'}>
          <span>{notice.text}</span>
          <button type="button" class="quiet" aria-label="Dismiss" onClick={() => notices.drop(notice.id)}>✕</button>
        </div>
      ))}
    </div>
  );
}
