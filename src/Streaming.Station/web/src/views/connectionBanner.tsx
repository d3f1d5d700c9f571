import { connection, serviceNow, ward } from '../station.js';
import { useTick } from '../parts/useChanges.js';
import { span, timeOfDay } from '../time.js';
import { edits } from '../ward/edits.js';
import { isEveryGatewayOffline } from '../ward/standing.js';

/** Says, over everything, that what is shown is old. */
export function ConnectionBanner() {
  useTick(1000);
  if (connection.phase === 'live') {
    return (
      <>
        {!connection.storeWritable && <div class="banner warn" role="alert">The service cannot write to its store: no stage is being decided. Call the engineer.</div>}
        {isEveryGatewayOffline(ward.beds.values()) && <div class="banner warn" role="alert">Every gateway is offline: is the broker reachable? Call the engineer.</div>}
      </>
    );
  }
  if (connection.phase === 'stale') {
    const age = connection.silentMs / 1000;
    return (
      <div class="banner stale" role="alert">
        <strong>NOT LIVE <span aria-hidden="true">for {span(age)}</span></strong>
        <span>What you see is from {timeOfDay(serviceNow() - connection.silentMs, true)}: {connection.reason}. The page reconnects by itself and misses nothing.</span>
        {edits.pending > 0 && <strong>{edits.pending === 1 ? '1 edit is' : `${edits.pending} edits are`} not kept yet: leave this page open.</strong>}
        <button type="button" onClick={() => connection.retry()}>Try now</button>
      </div>
    );
  }
  if (connection.phase === 'connecting') return <div class="banner" role="status">Connecting to the service{connection.reason ? `: ${connection.reason}` : ''}…</div>;
  return null;
}
