/** What the service takes of a note or a comment, in characters. */
export const MOST_CHARACTERS = 2000;
const NEAR = 200;

export const fits = (text: string): boolean => text.trim().length <= MOST_CHARACTERS;

/** Near the limit how much is left, beyond it how much is too much: nothing of what somebody pasted is cut off. Empty: there is plenty. */
export function roomWords(text: string): string {
  const left = MOST_CHARACTERS - text.trim().length;
  if (left > NEAR) return '';
  return left >= 0 ? `${left} of ${MOST_CHARACTERS} characters left` : `${-left} of ${MOST_CHARACTERS - left} characters too many: shorten it, nothing has been kept yet`;
}

export function Room({ text }: { text: string }) {
  const words = roomWords(text);
  return words === '' ? null : <p class={fits(text) ? 'calm' : 'fault'} role="status">{words}</p>;
}
