/** Whether a key belongs to what somebody is typing, or to the browser. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target as HTMLElement | null;
  return target?.closest('input, textarea, select, dialog, [contenteditable]') !== null && target !== null;
}
