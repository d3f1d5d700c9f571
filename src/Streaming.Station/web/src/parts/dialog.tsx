import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A modal dialog of the browser's own making: keeps the focus, ends with Escape. */
export function Dialog({ title, close, children, canClose = true }: { title: string; close: () => void; children: ComponentChildren; canClose?: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current!.showModal();
    // Where an answer takes the dialog away the browser does not give the focus back.
    return () => { if (before instanceof HTMLElement && document.activeElement === document.body) before.focus(); };
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby="dialog-title" onClose={close} onCancel={(event) => { if (!canClose) event.preventDefault(); }}>
      <div class="dialog-head">
        <h2 id="dialog-title">{title}</h2>
        {canClose && <button type="button" class="quiet" aria-label="Close" onClick={() => dialog.current?.close()}>✕</button>}
      </div>
      {children}
    </dialog>
  );
}
