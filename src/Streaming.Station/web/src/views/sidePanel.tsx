import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { SignatureState, type StageReport } from '../../generated/streaming/v1/monitor_pb.js';
import type { BedRecord } from '../ward/bedRecord.js';
import type { NightDetail } from '../ward/nightDetail.js';
import type { NightRecord } from '../ward/nightRecord.js';
import { FinishPanel } from './finishPanel.js';
import { NotesPanel } from './notesPanel.js';
import { QueuePanel, type Queue } from './reviewQueue.js';
import { SetupPanel } from './setupPanel.js';
import type { UnlessSigned } from './signedDialog.js';
import { StatisticsPanel } from './statisticsPanel.js';
import { WhyPanel } from './whyPanel.js';

interface Props {
  bed: BedRecord; night: NightRecord; detail: NightDetail | undefined; report: StageReport | undefined; queue: Queue | undefined; choose: (epoch: number) => void; explains: boolean;
  /** Study time of the epoch that is looked at; undefined: the recording is followed live. */
  at: number | undefined; unlessSigned: UnlessSigned;
}

/** What is known about the night and what can be done with it, one leaf at a time. */
export function SidePanel(props: Props) {
  const tabs: readonly [string, string][] = [
    ...(props.queue ? [['queue', 'Queue'] as [string, string]] : []),
    ['why', 'Why'], ['night', 'Night'], ['notes', 'Notes'], ['setup', 'Set-up'], ['finish', 'Finish'],
  ];
  const [open, setOpen] = useState(tabs[0]![0]);
  const isReview = props.queue !== undefined;
  useEffect(() => setOpen(isReview ? 'queue' : 'why'), [isReview]);
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    const next = tabs[(tabs.findIndex(([id]) => id === open) + by + tabs.length) % tabs.length]![0];
    setOpen(next);
    document.getElementById(`tab-${next}`)?.focus();
    event.preventDefault();
  };
  return (
    <aside class="side" aria-label="About the night">
      <div role="tablist" aria-label="Leaves" class="tabs" onKeyDown={move}>
        {tabs.map(([id, name]) => (
          <button type="button" role="tab" key={id} id={`tab-${id}`} aria-selected={id === open} aria-controls="leaf" tabIndex={id === open ? 0 : -1} onClick={() => setOpen(id)}>{name}</button>
        ))}
      </div>
      <div role="tabpanel" id="leaf" class="leaf" aria-labelledby={`tab-${open}`} tabIndex={0}>{leaf(open, props)}</div>
    </aside>
  );
}

function leaf(open: string, { bed, night, detail, report, queue, choose, explains, at, unlessSigned }: Props): ComponentChildren {
  switch (open) {
    case 'queue': return queue && <QueuePanel queue={queue} detail={detail} isSigned={night.signature?.state === SignatureState.STANDING} selected={Number(report?.epoch ?? -1n)} choose={choose} />;
    case 'night': return <StatisticsPanel detail={detail} hasEnded={bed.standing === 'ended'} origin={night.origin} choose={choose} />;
    case 'notes': return <NotesPanel key={night.studyId} bed={bed} night={night} at={at} />;
    case 'setup': return <SetupPanel bed={bed} night={night} />;
    case 'finish': return <FinishPanel bed={bed} night={night} detail={detail} unlessSigned={unlessSigned} />;
    default: return <WhyPanel bed={bed} report={report} explains={explains} />;
  }
}
