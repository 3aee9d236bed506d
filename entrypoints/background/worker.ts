import { openDb } from '@/lib/db/database';
import { answerPage } from '@/lib/engine/page-router';
import { openJudge } from '@/lib/engine/judge';
import type { Ports } from '@/lib/engine/ports';
import { trackerWork } from '@/lib/engine/tracker-work';
import { wake } from '@/lib/engine/wake';
import { clearBell, listBells, onBell, setBell } from '@/lib/platform/alarms';
import { injectWhereSilent } from '@/lib/platform/inject';
import { onPagesWithoutScript, onStart, sameSession, showBadge } from '@/lib/platform/lifecycle';
import { serveOrdersFile } from '@/lib/platform/orders-file';
import { closeOwnTab, leaveOwnTab, ownTabExists, ownTabFailed, revealOwnTab, showOwnTab, stopInOwnTab, watchOwnTab } from '@/lib/platform/own-tab';
import { askTracker } from '@/lib/platform/tracker-access';
import { listenToScreensAndPages } from '@/lib/platform/worker-messages';
import { followNotices, showNotice } from '@/lib/platform/notifications';
import { loadToneKit } from '@/lib/platform/tone-kit';

/**
 * Wires the engine to the browser. Every listener is registered in this first turn of the event loop; each only asks for the
 * same wake. Wakes never overlap: one runs, at most one waits.
 */
export function startWorker(): void {
  const db = openDb();
  const ports: Ports = {
    db,
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    bells: { list: listBells, set: setBell, clear: clearBell },
    tab: { show: showOwnTab, exists: ownTabExists, failed: ownTabFailed, close: closeOwnTab, stop: stopInOwnTab, leave: leaveOwnTab, reveal: revealOwnTab },
    sameSession,
    badge: showBadge,
    notify: showNotice,
    fetch: askTracker,
    judge: openJudge(db, loadToneKit),
  };

  let running: Promise<void> = Promise.resolve();
  let waiting = 0;
  const ask = (): Promise<void> => {
    if (waiting > 0) return running;
    waiting += 1;
    running = running
      .then(() => {
        waiting -= 1;
        return wake(ports);
      })
      .catch((error: unknown) => {
        // A bug must not end the chain: the next bell wakes again. The console of an extension worker is local.
        console.error('wake failed', error);
      });
    void running.then(askTheTracker);
    return running;
  };
  let asking = false;
  const askTheTracker = (): void => {
    if (asking) return;
    asking = true;
    trackerWork(ports)
      .catch((error: unknown) => {
        console.error('asking the tracker failed', error);
        return false;
      })
      .then((changed) => {
        asking = false;
        if (changed) void ask();
      });
  };

  onBell(() => void ask());
  onStart(() => void ask());
  onPagesWithoutScript(() => void injectWhereSilent());
  watchOwnTab(() => void ask());
  followNotices();
  serveOrdersFile();
  listenToScreensAndPages({
    poke: () => void ask(),
    page: (message, origin) => answerPage(ports, message, origin, () => void ask()),
  });
  void ask();
}
