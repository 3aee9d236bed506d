import 'fake-indexeddb/auto';
import { cleanup, render, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PastImports } from '@/components/contacts/past-imports';
import { openDb } from '@/lib/db/database';
import { importPeople, type ImportOrder } from '@/lib/engine/contact-import';
import { applyLanguage } from '@/lib/i18n/index';
import { counter, NOW, SENDER } from '../unit/desk-world';

vi.mock('@/lib/platform/worker-poke', () => ({ pokeWorker: () => undefined }));

const db = openDb();

beforeEach(async () => {
  await applyLanguage('en', ['en-GB']);
  await db.delete();
  await db.open();
});
afterEach(cleanup);

const order = (id: string, slugs: readonly string[]): ImportOrder => ({
  id, kind: 'connections', fileName: `${id}.csv`, memberId: SENDER, issues: [],
  people: slugs.map((value, row) => ({ row, key: { kind: 'slug', value }, firstName: 'Ana', lastName: value, company: '', position: '', email: '', tags: [], notes: '', custom: {} })),
});

it('lists what was imported before, shows its report again, and undoes it after one more question', async () => {
  const newId = counter('p');
  await importPeople(db, NOW, order('first', ['ana', 'bob']), { newId });
  await importPeople(db, NOW + 1, order('second', ['cid']), { newId });
  await db.imports.update('second', { state: 'running' });
  const user = userEvent.setup();
  render(<PastImports onClose={() => undefined} />);
  const rows = async () => (await screen.findAllByRole('row')).slice(1);
  expect((await rows()).map((row) => row.querySelectorAll('td')[1]?.textContent?.trim())).toEqual(['second.csv not finished', 'first.csv']);
  const first = (await rows())[1] as HTMLElement;
  await user.click(within(first).getByRole('button', { name: 'Report' }));
  expect(await screen.findByText('Imported first.csv')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Done' }));
  await user.click(within((await rows())[0] as HTMLElement).getByRole('button', { name: 'Undo' }));
  await user.click(await screen.findByRole('button', { name: 'Undo this import' }));
  await waitFor(async () => expect(await db.contacts.count()).toBe(2));
  await waitFor(async () => expect((await rows())[0]?.textContent).toContain('undone'));
  expect(within((await rows())[0] as HTMLElement).queryByRole('button', { name: 'Undo' })).toBeNull();
});

it('says that there was none', async () => {
  render(<PastImports onClose={() => undefined} />);
  expect(await screen.findByText('Nothing has been imported yet.')).toBeTruthy();
});
