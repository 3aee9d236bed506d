/**
 * `npm run hidden`: three messages of one slot in a Chromium that nobody is attached to and that keeps no page awake, on the real clock,
 * the gap at its hard minimum, the sending tab hidden behind the member's own. Writes tests/results/hidden.json. Takes up to 20 minutes.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layGround } from '../ground.ts';
import { launch } from '../browser/chromium.ts';
import { launchPlain } from '../browser/plain-chromium.ts';
import { fill, readRows, rowsOf, textFor } from '../faults/stage.ts';
import { startPracticeLinkedIn } from '../practice-linkedin/server.ts';
import type { Delivery } from '../../lib/domain/delivery.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXTENSION = join(ROOT, '.output/chrome-mv3');
const FILE = join(ROOT, 'tests/results/hidden.json');
const MINUTE = 60_000;
const PEOPLE = 3;
const SLOT_MINUTES = 15;

const { commit, chromium: version } = layGround(process.argv.includes('--skip-build') ? 'takeLast' : 'build');

const profileDir = mkdtempSync(join(tmpdir(), 'nurtures-hidden-'));
const practice = await startPracticeLinkedIn({ seed: 5, people: 40, switches: { speed: 'real' } });
const me = practice.world.members[0];
const people = practice.world.connections.slice(0, PEOPLE);
/** The slot begins with the minute after next; its zone is one in which it is about noon, so that it lies in the hours allowed. */
const startsAt = Math.ceil(Date.now() / MINUTE) * MINUTE + MINUTE;
const endsAt = startsAt + SLOT_MINUTES * MINUTE;
const east = 12 - new Date(startsAt).getUTCHours();
const timeZone = east === 0 ? 'UTC' : `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
const scene = { name: 'hidden', people, day: startsAt - MINUTE };
const minuteOfDay = 12 * 60 + new Date(startsAt).getUTCMinutes();
let failed = true;

try {
  const rows = rowsOf(scene, me, { timeZone, slots: [{ start: minuteOfDay, end: minuteOfDay + SLOT_MINUTES }], limits: { gapMin: MINUTE, gapMax: MINUTE } });
  const first = await launch({ extensionDir: EXTENSION, practicePort: practice.port, profileDir });
  await fill(await first.worker(), rows);
  await first.close();

  console.log(`Slot from ${new Date(startsAt).toISOString()} to ${new Date(endsAt).toISOString()}; a plain Chromium, its sending tab hidden, the real clock`);
  const plain = await launchPlain({ extensionDir: EXTENSION, practicePort: practice.port, profileDir });
  let ownTabs = 0;
  try {
    let told = 0;
    while (practice.record.sent.length < PEOPLE && Date.now() < endsAt) {
      await new Promise((resolve) => { setTimeout(resolve, 2000); });
      ownTabs = Math.max(ownTabs, (await plain.targets()).filter((target) => target.type === 'page' && target.url.startsWith('https://www.linkedin.com/')).length);
      for (const one of practice.record.sent.slice(told)) console.log(`${new Date(one.at).toISOString()}  ${practice.world.byId(one.recipientId)?.name ?? one.recipientId}`);
      told = practice.record.sent.length;
    }
    // The last report is on its way to the worker.
    await new Promise((resolve) => { setTimeout(resolve, 20_000); });
  } finally {
    await plain.close();
  }

  const after = await launch({ extensionDir: EXTENSION, practicePort: practice.port, profileDir });
  const deliveries = await readRows<Delivery>(await after.worker(), 'deliveries');
  await after.close();
  const received = practice.record.sent.map((one, index) => ({
    at: new Date(one.at).toISOString(), afterStart: Math.round((one.at - startsAt) / 1000), gap: index === 0 ? undefined : Math.round((one.at - (practice.record.sent[index - 1]?.at ?? 0)) / 1000),
  }));
  const right = people.every((person) => practice.sentTo(person.id).length === 1 && practice.sentTo(person.id)[0]?.text === textFor(scene, person));
  const states = deliveries.map(({ state, reason, attempt }) => ({ state, reason, attempt }));
  failed = !(right && practice.record.sent.length === PEOPLE && practice.record.sent.every((one) => one.at < endsAt) && deliveries.every((delivery) => delivery.state === 'sent') && ownTabs === 1);
  mkdirSync(join(ROOT, 'tests/results'), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify({ commit, chromium: version, at: new Date().toISOString(), slotMinutes: SLOT_MINUTES, gapSeconds: 60, received, deliveries: states, ownTabs, result: failed ? 'failed' : 'passed' }, undefined, 1)}\n`);
  console.log(`${failed ? 'FAILED' : 'passed'}: ${practice.record.sent.length} of ${PEOPLE} received within the slot, gaps ${received.flatMap((one) => one.gap ?? []).join(' s, ')} s; ${states.map(({ state }) => state).join(', ')}; ${ownTabs} sending tab. ${FILE}`);
} finally {
  await practice.close();
  rmSync(profileDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
process.exit(failed ? 1 : 0);
