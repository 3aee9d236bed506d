import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConnectionsCsv, type PeopleRead } from '@/lib/contacts/connections-csv';
import { decodeCsv, type Canceled } from '@/lib/contacts/csv';
import { readMessagesCsv, type ConversationsRead } from '@/lib/contacts/messages-csv';
import { openAnyCsv, readMapped } from '@/lib/contacts/mapped-csv';
import type { FileRefusal, RowIssue } from '@/lib/contacts/reasons';
import { personKeyText } from '@/lib/domain/person-key';

const FOLDER = new URL('../fixtures/csv/', import.meta.url);

function remarks(issues: readonly RowIssue[]): readonly string[] {
  return issues.map((issue) => `${issue.effect} ${issue.row} ${issue.reason}${Object.values(issue.params).map((value) => ` ${value}`).join('')}`);
}

function toldOfTalks(result: ConversationsRead | FileRefusal | Canceled): unknown {
  if (result.kind !== 'conversations') return told(result);
  return [
    ...result.conversations.map(({ person, name, threadIds, messages }) =>
      [personKeyText(person), name, threadIds.join('+'), ...messages.map(({ direction, at }) => `${direction} ${new Date(at).toISOString()}`)].join('|'),
    ),
    ...remarks(result.issues),
  ];
}

function told(result: PeopleRead | FileRefusal | Canceled): unknown {
  if (result.kind !== 'people') return result.kind === 'refused' ? [`refused: ${result.reason}`, ...Object.values(result.params)].join(' ') : result.kind;
  return [
    ...result.people.map((person) => {
      const custom = Object.entries(person.custom).map(([name, value]) => `${name}=${value}`);
      const rest = [person.firstName, person.lastName, person.email, person.company, person.position, person.connectedOn ?? '', person.language ?? '', person.tags.join('+'), person.notes, ...custom];
      return `${person.row} ${personKeyText(person.key)} ${rest.join('|').replace(/\|+$/, '')}`;
    }),
    ...remarks(result.issues),
  ];
}

async function read(file: string): Promise<unknown> {
  const decoded = decodeCsv(readFileSync(new URL(file, FOLDER)), 'Connections.csv');
  if (decoded.kind === 'refused') return told(decoded);
  if (file.startsWith('messages-')) return toldOfTalks(await readMessagesCsv(decoded.text, [{ kind: 'slug', value: 'me-myself' }], 'archive/messages.csv'));
  if (!file.startsWith('any-')) return told(await readConnectionsCsv(decoded.text));
  const opened = await openAnyCsv(decoded.text);
  return told(opened.kind === 'guess' ? await readMapped(opened.table, opened.mapping) : opened);
}
const EXPECTED: Record<string, unknown> = JSON.parse(readFileSync(new URL('../csv-expected.json', FOLDER), 'utf8'));

test.each(readdirSync(FOLDER))('%s', async (file) => {
  expect(await read(file)).toEqual(EXPECTED[file]);
});
