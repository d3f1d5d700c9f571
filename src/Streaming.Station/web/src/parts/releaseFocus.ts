/** After the mouse the keys are the night's again: a button or a choice that was clicked would keep Enter, the arrows and the digits for itself.
 * Who works by keys keeps the focus where it is; forms and dialogs keep it too. */
export function releaseFocus(): () => void {
  let byPointer = false;
  const down = () => { byPointer = true; };
  const key = () => { byPointer = false; };
  const letGo = (event: Event, selector: string) => {
    const control = (event.target as Element | null)?.closest<HTMLElement>(selector);
    if (byPointer && control && !control.closest('form, dialog')) control.blur();
  };
  const click = (event: Event) => letGo(event, 'button, a, summary, input[type=checkbox]');
  const change = (event: Event) => letGo(event, 'select');
  const heard: readonly [string, (event: Event) => void][] = [['pointerdown', down], ['keydown', key], ['click', click], ['change', change]];
  for (const [name, hear] of heard) addEventListener(name, hear, true);
  return () => { for (const [name, hear] of heard) removeEventListener(name, hear, true); };
}
