import { afterEach, describe, expect, it } from 'vitest';
import { aCampaign, seed, SimulatedBrowser } from './simulated-browser';
import { exportJournal, verifyJournal } from '@/lib/engine/journal-read';

const MONDAY = Date.parse('2026-11-23T08:00:00Z');
let b: SimulatedBrowser;

async function filled(): Promise<SimulatedBrowser> {
  b = await new SimulatedBrowser(MONDAY).open();
  await seed(b, 3, [aCampaign(MONDAY)]);
  await b.wake();
  await b.run(MONDAY + 2 * 86_400_000);
  return b;
}

afterEach(() => b.close());

describe('the chain of the journal', () => {
  it('is sound after days of work, with and without an export', async () => {
    const { db } = await filled();
    expect(await verifyJournal(db)).toMatchObject({ state: 'sound', exported: 'none' });
    await exportJournal(db, b.now, 'json');
    await b.run(b.now + 86_400_000);
    expect(await verifyJournal(db)).toMatchObject({ state: 'sound', exported: 'same' });
  });

  it.each([
    ['a reason changed', async () => { await b.db.journal.update(5, { reason: 'replied' }); }, 5],
    ['a time changed', async () => { await b.db.journal.update(4, { at: 1 }); }, 4],
    ['a fact changed', async () => { await b.db.journal.where('seq').equals(2).modify((entry) => { entry.data = { run: 'another' }; }); }, 2],
    ['an entry taken out', async () => { await b.db.journal.delete(6); }, 7],
    ['the first entry taken out', async () => { await b.db.journal.delete(1); }, 2],
    ['an entry put in its place with a hash of its own', async () => { await b.db.journal.update(3, { hash: '0'.repeat(64) }); }, 3],
  ])('%s: broken at the entry where it shows', async (_name, tamper, seq) => {
    await filled();
    await tamper();
    expect(await verifyJournal(b.db)).toEqual({ state: 'broken', seq });
  });

  it('an end cut off before the last export shows against what was exported', async () => {
    const { db } = await filled();
    const entries = await exportJournal(db, b.now, 'csv');
    const last = entries.at(-1)?.seq ?? 0;
    await db.journal.where('seq').aboveOrEqual(last).delete();
    expect(await verifyJournal(db)).toEqual({ state: 'exportedBroken', seq: last });
  });

  it('holds no name and no text of a person', async () => {
    const { db } = await filled();
    const all = JSON.stringify(await db.journal.toArray());
    expect(all).not.toMatch(/Ana\d|Example|good to be connected/);
  });
});
