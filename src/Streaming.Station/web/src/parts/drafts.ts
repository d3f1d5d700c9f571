import { useState } from 'preact/hooks';

const PREFIX = 'station.draft.';

/** What somebody began to write and has not added yet, by what it is for. Another leaf, another bed or a reload does not lose it; the tab takes it along when it closes. */
export const drafts = {
  of: (what: string): string => sessionStorage.getItem(PREFIX + what) ?? '',
  keep: (what: string, text: string): void => {
    if (text === '') sessionStorage.removeItem(PREFIX + what);
    else sessionStorage.setItem(PREFIX + what, text);
  },
  /** Somebody else may sit here now. */
  drop: (): void => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  },
};

/** A field's text, kept as it is typed.
 * @param what Of which night and for what: a form that shows another night has to be another form. */
export function useDraft(what: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => drafts.of(what));
  return [text, (next) => { drafts.keep(what, next); setText(next); }];
}
