/** Escape goes back one step at a time: first out of what is open over the page, then out of the field that somebody types in; only after that it is the view's.
 * @returns Whether there was such a step. A dialog takes its own. */
export function stepBack(target: EventTarget | null): boolean {
  const at = target instanceof Element ? target : undefined;
  if (at?.closest('dialog')) return false;
  const opened = document.querySelector<HTMLDetailsElement>('details[open]');
  if (opened) {
    opened.open = false;
    if (opened.contains(document.activeElement)) opened.querySelector('summary')?.focus();
    return true;
  }
  const field = at?.closest<HTMLElement>('input, textarea, select');
  field?.blur();
  return field !== undefined && field !== null;
}
