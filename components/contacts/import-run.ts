import { archiveFileOf } from '@/lib/contacts/columns';
import { readConnectionsCsv, type PeopleRead } from '@/lib/contacts/connections-csv';
import { decodeCsv, type Canceled } from '@/lib/contacts/csv';
import { openAnyCsv, readMapped, type ColumnMapping, type MappingGuess } from '@/lib/contacts/mapped-csv';
import { readPastedUrls } from '@/lib/contacts/pasted-urls';
import type { FileRefusal } from '@/lib/contacts/reasons';
import type { ImportOrder } from '@/lib/engine/contact-import';

/** What a chosen file turned out to be. */
export type Opened =
  | { kind: 'people'; as: ImportOrder['kind']; read: PeopleRead }
  | { kind: 'mapping'; guess: MappingGuess }
  | { kind: 'messages'; text: string }
  | FileRefusal
  | Canceled;

export interface Control {
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

/** Opens a file by what it holds: LinkedIn's Connections.csv, its messages.csv, or any other CSV, whose columns are then mapped. */
export async function openFile(file: File, control: Control): Promise<Opened> {
  const decoded = decodeCsv(new Uint8Array(await file.arrayBuffer()), 'Connections.csv');
  if (decoded.kind === 'refused') return decoded;
  const { text } = decoded;
  if (archiveFileOf(text) === 'messages.csv') return { kind: 'messages', text };
  const connections = await readConnectionsCsv(text, control);
  if (connections.kind === 'people') {
    if (archiveFileOf(text) === 'Connections.csv') return { kind: 'people', as: 'connections', read: connections };
  } else if (connections.kind === 'canceled' || connections.reason !== 'no-header') return connections;
  const guess = await openAnyCsv(text, control);
  return guess.kind === 'guess' ? { kind: 'mapping', guess } : guess;
}

/** Reads the people of a file by the member's mapping. */
export async function openMapped(guess: MappingGuess, mapping: ColumnMapping, control: Control): Promise<Opened> {
  const read = await readMapped(guess.table, mapping, control);
  return read.kind === 'people' ? { kind: 'people', as: 'mapped', read } : read;
}

/** People of pasted profile addresses; nothing but their key is known. */
export function openPasted(text: string): PeopleRead {
  const { people, issues } = readPastedUrls(text);
  return {
    kind: 'people', issues, rows: people.length, customColumns: [],
    people: people.map(({ row, key }) => ({ row, key, firstName: '', lastName: '', company: '', position: '', email: '', tags: [], notes: '', custom: {} })),
  };
}
