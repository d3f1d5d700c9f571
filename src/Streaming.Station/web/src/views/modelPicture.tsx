import { useEffect, useState } from 'preact/hooks';
import { monitor } from '../connection/client.js';
import { explain } from '../parts/notices.js';
import { nightOf } from '../signals/waveforms.js';

/** The picture that the network read, bit for bit. */
export function ModelPicture({ studyId, epoch, rows }: { studyId: string; epoch: number; rows: readonly string[] }) {
  const [state, setState] = useState<{ url: string; spec: string; failure: string }>({ url: '', spec: '', failure: '' });
  useEffect(() => {
    const abort = new AbortController();
    let url = '';
    monitor.getEpochImage({ night: nightOf(studyId), epoch: BigInt(epoch) }, { signal: abort.signal })
      .then((image) => {
        url = URL.createObjectURL(new Blob([image.png as Uint8Array<ArrayBuffer>], { type: 'image/png' }));
        setState({ url, spec: `${image.renderSpec}, ${image.width} × ${image.height}`, failure: '' });
      })
      .catch((error: unknown) => { if (!abort.signal.aborted) setState({ url: '', spec: '', failure: explain(error) }); });
    return () => { abort.abort(); if (url) URL.revokeObjectURL(url); };
  }, [studyId, epoch]);
  return (
    <div class="signal model">
      {state.failure ? <p class="signal-note fault" role="alert">{state.failure}</p> : state.url && <img src={state.url} alt={`Epoch ${epoch + 1} as the network read it`} />}
      <p class="signal-note">What the network read, drawn again bit for bit{state.spec && `: ${state.spec}`}{rows.length > 0 && `; from the top ${rows.join(', ')}; 30 s from left to right`}</p>
    </div>
  );
}
