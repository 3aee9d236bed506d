import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import { useLive, useNow } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { isReason } from '@/lib/domain/reasons';
import type { Sync } from '@/lib/domain/sync';
import { readJob, type Job } from '@/lib/engine/job';
import { readSignedIn } from '@/lib/engine/settings';
import { readSync, readSyncRoom, startSync, stopSync, type SyncRefusal } from '@/lib/engine/sync-connections';
import { formatDateTime, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

async function readState(now: number) {
  const db = openDb();
  const [sync, job, signedIn, members] = await Promise.all([readSync(db), readJob(db), readSignedIn(db), db.members.toArray()]);
  const signed = signedIn.state === 'in' ? members.find((member) => member.id === signedIn.memberId) : undefined;
  const member = signed ?? (members.length === 1 ? members[0] : undefined);
  return { sync: sync?.memberId === member?.id ? sync : undefined, job, member, room: member === undefined ? undefined : await readSyncRoom(db, member.id, now) };
}

type State = Awaited<ReturnType<typeof readState>>;

function refusalText(refusal: SyncRefusal): string {
  switch (refusal.reason) {
    case 'dayLimit': return refusal.until === undefined ? t('sync.dayLimitNow') : t('sync.dayLimit', { time: formatDateTime(refusal.until, readerZone()) });
    case 'slotOpen': case 'running': case 'notRunning': case 'byHand': return t(`sync.${refusal.reason}`);
    case 'endedEarly': return t('sync.notRunning');
    default: return `${t(`reasons.${refusal.reason}`)} ${t(`remedies.${refusal.reason}`)}`;
  }
}

async function start(memberId: string, how: 'new' | 'resume'): Promise<void> {
  const result = await startSync(openDb(), Date.now(), memberId, crypto.randomUUID(), how);
  pokeWorker();
  if (!result.ok) showToast({ text: refusalText(result), tint: 'bad' });
}

/** Why it stands still, with what to do. */
function stopText(sync: Sync, room: State['room']): string {
  const { stop } = sync;
  if (stop === 'dayLimit') return room?.until === undefined ? t('sync.dayLimitNow') : t('sync.dayLimit', { time: formatDateTime(room.until, readerZone()) });
  if (stop === 'endedEarly') return t('sync.endedEarly', { seen: sync.seen, total: sync.total ?? sync.seen });
  return isReason(stop) ? `${t(`reasons.${stop}`)} ${t(`remedies.${stop}`)}` : t('sync.byHand');
}

function nowText(sync: Sync, job: Job | undefined): string {
  if (job?.kind === 'check') return t('sync.looking');
  if (job !== undefined && job.kind !== 'connections') return t('sync.waiting');
  return sync.total === undefined ? t('sync.progressOpen', { seen: sync.seen }) : t('sync.progress', { seen: sync.seen, total: sync.total });
}

function Running({ sync, job }: { sync: Sync; job: Job | undefined }) {
  return (
    <>
      <div class="row-wrap">
        <span class="grow" role="status">{nowText(sync, job)} {t('sync.foundSoFar', sync)}</span>
        <Button icon="stopped" onClick={() => void stopSync(openDb(), Date.now()).then(pokeWorker)}>{t('sync.stop')}</Button>
      </div>
      <progress class="sync-bar" aria-label={t('sync.bar')} max={Math.max(sync.total ?? 0, sync.seen, 1)} value={sync.seen} />
    </>
  );
}

function Standing({ sync, room, memberId }: { sync: Sync; room: State['room']; memberId: string }) {
  const stopped = sync.state === 'stopped';
  return (
    <div class="row-wrap">
      <span class="grow" role="status">
        {stopped ? `${stopText(sync, room)} ${t('sync.foundSoFar', sync)}` : `${t('sync.done', { time: formatDateTime(sync.endedAt ?? sync.startedAt, readerZone()), seen: sync.seen })} ${t('sync.found', sync)}`}
        {sync.merged === 0 ? '' : ` ${t('sync.merged', { count: sync.merged })}`}
      </span>
      {stopped ? <Button variant="primary" disabled={room?.left === 0} onClick={() => void start(memberId, 'resume')}>{t('sync.goOn')}</Button> : null}
      <Button icon="refresh" disabled={room?.left === 0} onClick={() => void start(memberId, 'new')}>{stopped ? t('sync.again') : t('sync.action')}</Button>
    </div>
  );
}

/** Reads the member's own connections from LinkedIn: start, progress, stop, go on, and what it found. */
export function SyncPanel() {
  const now = useNow();
  const { value } = useLive(() => readState(Date.now()), [now]);
  if (value?.member === undefined) return null;
  const { sync, job, member, room } = value;
  return (
    <section class="sync-panel" aria-label={t('sync.title')}>
      {sync === undefined ? (
        <div class="row-wrap">
          <span class="grow small muted">{t('sync.text')}</span>
          <Button icon="refresh" onClick={() => void start(member.id, 'new')}>{t('sync.action')}</Button>
        </div>
      ) : sync.state === 'running' ? <Running sync={sync} job={job} /> : <Standing sync={sync} room={room} memberId={member.id} />}
    </section>
  );
}
