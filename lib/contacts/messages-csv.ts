import { personKeyText, type PersonKey } from '@/lib/domain/person-key';
import { singleLine } from '@/lib/domain/text';
import { archiveFileOf, foldColumnName } from '@/lib/contacts/columns';
import { breathe, fileRefused, readTable, type Canceled, type ReadControl } from '@/lib/contacts/csv';
import { parseProfile, profileUrl } from '@/lib/contacts/profile-url';
import type { FileRefusal, RowIssue } from '@/lib/contacts/reasons';

/** One message of the past: who of the two wrote, and when (epoch milliseconds). Never its text. */
export type PastMessage = { readonly direction: 'ours' | 'theirs'; readonly at: number };

/** Everything the archive tells of the conversations with one person, oldest message first. */
export type PastConversation = {
  readonly person: PersonKey;
  /** As the archive names the person; only for showing. */
  readonly name: string;
  readonly threadIds: readonly string[];
  readonly messages: readonly PastMessage[];
};

export type ConversationsRead = {
  readonly kind: 'conversations';
  readonly conversations: readonly PastConversation[];
  readonly issues: readonly RowIssue[];
  /** Rows below the header that were not empty. */
  readonly rows: number;
};

const COLUMNS = {
  conversation: ['conversation id'],
  from: ['from'],
  fromProfile: ['sender profile url'],
  to: ['to'],
  toProfiles: ['recipient profile urls', 'recipient profile url'],
  date: ['date'],
  draft: ['is message draft', 'is draft'],
} as const;
type Column = keyof typeof COLUMNS;
type Columns = Partial<Record<Column, number>>;

const ROWS_PER_BREATH = 2_000;
const OTHER_FILES = /(?:^|[/\\])(guide_messages|learning_coach_messages|learning_role_play_messages)\b[^/\\]*$/i;
const TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)\s*(?:UTC|GMT|Z|(?:UTC|GMT)?([+-]\d{2}):?(\d{2}))?$/i;

/**
 * Learns past conversations from the archive's messages.csv (reference section 10): person, direction and time, no text
 * leaves this function. Drafts are left out; a conversation with several recipients in any of its rows is a group and
 * left out as a whole. Times without a zone are UTC.
 *
 * @param member keys of the member whose archive it is (slug or id). When none of them stands in the file it is refused
 *   with the profile it looks like, so that the archive of someone else is never taken for the member's own.
 * @param fileName to tell the archive's other files with the same header apart
 */
export async function readMessagesCsv(text: string, member: readonly PersonKey[], fileName: string, control: ReadControl = {}): Promise<ConversationsRead | FileRefusal | Canceled> {
  const other = OTHER_FILES.exec(fileName)?.[1];
  if (other !== undefined) return fileRefused('wrong-file', { found: `${other}.csv`, expected: 'messages.csv' });
  const table = await readTable(text, { headerScore: (cells) => headerScore(columnsOf(cells)), isRecord }, control);
  if (table.kind === 'canceled') return table;
  if (table.kind === 'refused') {
    if (table.reason !== 'no-header') return table;
    const found = archiveFileOf(text);
    return found === undefined || found === 'messages.csv' ? fileRefused('no-header', { expected: 'CONVERSATION ID, FROM, SENDER PROFILE URL, DATE' }) : fileRefused('wrong-file', { found, expected: 'messages.csv' });
  }
  const columns = columnsOf(table.header);
  if (columns.fromProfile === undefined || columns.toProfiles === undefined) return fileRefused('no-profile-column');
  if (table.records.length === 0) return fileRefused('no-rows');

  const issues: RowIssue[] = [];
  const skip = (row: number, reason: Extract<RowIssue, { effect: 'skipped' }>['reason'], params: RowIssue['params'] = {}): void => {
    issues.push({ effect: 'skipped', row, reason, params });
  };
  const rows: MessageRow[] = [];
  for (const [index, record] of table.records.entries()) {
    if (index % ROWS_PER_BREATH === ROWS_PER_BREATH - 1) await breathe();
    if (control.signal?.aborted === true) return { kind: 'canceled' };
    const cell = (column: Column): string => singleLine(record.cells[columns[column] ?? -1] ?? '');
    const sender = parseProfile(cell('fromProfile'), 'refuse');
    rows.push({
      row: record.row,
      // The text is the last but one column: a quotation mark open in it leaves what stands before it readable.
      sound: record.state === 'sound' || readTime(cell('date')) !== undefined,
      threadId: cell('conversation'),
      from: cell('from'),
      to: cell('to'),
      sender: sender.kind === 'person' ? sender.key : undefined,
      // Old and new archives part several recipients by a comma or a semicolon; a member's address holds neither.
      recipients: cell('toProfiles').split(/[,;\s]+/).flatMap((url) => {
        const parsed = parseProfile(url, 'refuse');
        return parsed.kind === 'person' ? [parsed.key] : [];
      }),
      recipientCells: Math.max(cell('toProfiles').split(/[,;\s]+/).filter((url) => url !== '').length, 0),
      date: cell('date'),
      draft: /^(?:yes|true|1|oui|ja|sí|si|sim)$/i.test(cell('draft')),
    });
  }

  const own = new Set(member.map(personKeyText));
  const mine = (key: PersonKey | undefined): boolean => key !== undefined && own.has(personKeyText(key));
  if (!rows.some((row) => mine(row.sender) || row.recipients.some(mine))) {
    const likely = likelyOwner(rows);
    if (own.size === 0 || likely === undefined) return fileRefused('member-unknown', likely === undefined ? {} : { likely: profileUrl(likely) });
    return fileRefused('member-not-in-file', { likely: profileUrl(likely) });
  }

  const groups = new Set<string>();
  const othersByThread = new Map<string, Set<string>>();
  for (const row of rows) {
    const others = othersByThread.get(row.threadId) ?? new Set();
    othersByThread.set(row.threadId, others);
    for (const key of [row.sender, ...row.recipients]) if (key !== undefined && !mine(key)) others.add(personKeyText(key));
    if (row.threadId !== '' && (others.size > 1 || row.recipientCells > 1)) groups.add(row.threadId);
  }

  const found = new Map<string, { person: PersonKey; name: string; threadIds: Set<string>; messages: PastMessage[] }>();
  for (const row of rows) {
    if (!row.sound) {
      skip(row.row, 'broken-quotes');
      continue;
    }
    if (row.draft) {
      skip(row.row, 'draft');
      continue;
    }
    if (groups.has(row.threadId) || row.recipientCells > 1) {
      skip(row.row, 'group-conversation');
      continue;
    }
    const ours = mine(row.sender);
    const person = ours ? row.recipients.find((key) => !mine(key)) : row.sender;
    if (person === undefined) {
      skip(row.row, 'no-other-person');
      continue;
    }
    const at = readTime(row.date);
    if (at === undefined) {
      skip(row.row, 'bad-time', { value: row.date.slice(0, 100) });
      continue;
    }
    const key = personKeyText(person);
    const conversation = found.get(key) ?? { person, name: '', threadIds: new Set<string>(), messages: [] };
    found.set(key, conversation);
    conversation.name = (ours ? row.to : row.from) || conversation.name;
    if (row.threadId !== '') conversation.threadIds.add(row.threadId);
    conversation.messages.push({ direction: ours ? 'ours' : 'theirs', at });
  }
  const conversations = [...found.values()].map((conversation) => ({
    ...conversation,
    threadIds: [...conversation.threadIds],
    messages: conversation.messages.sort((a, b) => a.at - b.at),
  }));
  return { kind: 'conversations', conversations, issues, rows: rows.length };
}

type MessageRow = {
  readonly row: number;
  readonly sound: boolean;
  readonly threadId: string;
  readonly from: string;
  readonly to: string;
  readonly sender: PersonKey | undefined;
  readonly recipients: readonly PersonKey[];
  readonly recipientCells: number;
  readonly date: string;
  readonly draft: boolean;
};

function columnsOf(cells: readonly string[]): Columns {
  const names = cells.map(foldColumnName);
  const columns: Columns = {};
  for (const [column, spellings] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const index = names.findIndex((name) => spellings.includes(name));
    if (index !== -1) columns[column] = index;
  }
  return columns;
}

function headerScore(columns: Columns): number {
  return columns.from !== undefined && columns.to !== undefined && columns.date !== undefined ? Object.keys(columns).length : 0;
}

/** A line by itself is surely a message when it has all cells and a readable time in the right one. */
function isRecord(cells: readonly string[], header: readonly string[]): boolean {
  const { date } = columnsOf(header);
  return cells.length === header.length && date !== undefined && readTime((cells[date] ?? '').trim()) !== undefined;
}

function readTime(text: string): number | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const zone = match[3] === undefined ? 'Z' : `${match[3]}:${match[4] ?? '00'}`;
  const at = Date.parse(`${match[1]}T${match[2]}${zone}`);
  return Number.isNaN(at) ? undefined : at;
}

/** The profile that takes part in most conversations; undefined when no one does in more than any other. */
function likelyOwner(rows: readonly MessageRow[]): PersonKey | undefined {
  const threads = new Map<string, { readonly key: PersonKey; readonly threads: Set<string> }>();
  for (const row of rows) {
    for (const key of [row.sender, ...row.recipients]) {
      if (key === undefined) continue;
      const entry = threads.get(personKeyText(key)) ?? { key, threads: new Set<string>() };
      threads.set(personKeyText(key), entry);
      entry.threads.add(row.threadId);
    }
  }
  const [first, second] = [...threads.values()].sort((a, b) => b.threads.size - a.threads.size);
  return first !== undefined && first.threads.size > (second?.threads.size ?? 0) ? first.key : undefined;
}
