import { useEffect, useState } from 'preact/hooks';
import type { BlankArea, EpochImage } from '../../generated/streaming/v1/monitor_pb.js';
import { monitor } from '../connection/client.js';
import { explain } from '../parts/notices.js';
import { nightOf } from '../signals/waveforms.js';

interface Shown { url: string; image: EpochImage | undefined; failure: string }

/** The picture that the network read, bit for bit; over it, where it is blank, why. */
export function ModelPicture({ studyId, epoch, rows }: { studyId: string; epoch: number; rows: readonly string[] }) {
  const [state, setState] = useState<Shown>({ url: '', image: undefined, failure: '' });
  useEffect(() => {
    const abort = new AbortController();
    let url = '';
    monitor.getEpochImage({ night: nightOf(studyId), epoch: BigInt(epoch) }, { signal: abort.signal })
      .then((image) => {
        url = URL.createObjectURL(new Blob([image.png as Uint8Array<ArrayBuffer>], { type: 'image/png' }));
        setState({ url, image, failure: '' });
      })
      .catch((error: unknown) => { if (!abort.signal.aborted) setState({ url: '', image: undefined, failure: explain(error) }); });
    return () => { abort.abort(); if (url) URL.revokeObjectURL(url); };
  }, [studyId, epoch]);
  const { image } = state;
  return (
    <div class="signal model">
      {state.failure && <p class="signal-note fault" role="alert">{state.failure}</p>}
      {image && (
        <div class="picture">
          <img src={state.url} alt={`Epoch ${epoch + 1} as the network read it`} />
          {image.blanks.map((area) => <Blank key={`${area.top} ${area.left}`} area={area} of={image} />)}
        </div>
      )}
      <p class="signal-note">What the network read, drawn again bit for bit{image && `: ${image.renderSpec}, ${image.width} × ${image.height}`}{rows.length > 0 && `; from the top ${rows.join(', ')}; 30 s from left to right`}
        {image && image.blanks.length > 0 && '; hatched, and no part of what it read: where nothing is drawn'}</p>
    </div>
  );
}

/** Laid over the picture, whose pixels are as wide and as high as the page makes them. */
function Blank({ area, of }: { area: BlankArea; of: EpochImage }) {
  const share = (pixels: number, all: number) => `${(100 * pixels) / all}%`;
  return (
    <div class="blank" title={`${area.row}: ${area.why}`} style={{ left: share(area.left, of.width), width: share(area.width, of.width), top: share(area.top, of.height), height: share(area.height, of.height) }}>
      <span>{area.why}</span>
    </div>
  );
}
