import { personKeyText, type PersonKey } from '@/lib/domain/person-key';
import { parseProfile } from '@/lib/contacts/profile-url';
import type { RowIssue } from '@/lib/contacts/reasons';

export type PastedRead = {
  /** Each person once, in the order pasted; `row` is the line, from 1. */
  readonly people: readonly { readonly row: number; readonly key: PersonKey }[];
  readonly issues: readonly RowIssue[];
};

/**
 * Reads pasted profile addresses: one or several in a line, between any other words, in any spelling. A line that holds
 * no profile but text is reported with its reason; empty lines are passed over. Plain words are never taken as slugs,
 * because "ana-example" in a text may be anything; "in/ana-example" is taken.
 */
export function readPastedUrls(text: string): PastedRead {
  const people = new Map<string, { row: number; key: PersonKey }>();
  const issues: RowIssue[] = [];
  for (const [index, line] of text.split(/\r\n?|\n/).entries()) {
    const row = index + 1;
    const read = line.trim() === '' ? [] : candidates(line).map((candidate) => ({ candidate, parsed: parseProfile(candidate, 'refuse') }));
    for (const { candidate, parsed } of read) {
      if (parsed.kind === 'refused') {
        issues.push({ effect: 'skipped', row, reason: parsed.reason, params: { value: candidate.slice(0, 200) } });
        continue;
      }
      const key = personKeyText(parsed.key);
      const earlier = people.get(key);
      if (earlier === undefined) people.set(key, { row, key: parsed.key });
      else issues.push({ effect: 'skipped', row, reason: 'duplicate-in-file', params: { firstRow: earlier.row } });
    }
  }
  return { people: [...people.values()], issues };
}

/** The words of a line that could be profiles; the whole line when none could. */
function candidates(line: string): readonly string[] {
  const words = line.split(/[\s,;|<>"()[\]]+/).filter((word) => /linkedin\.|lnkd\.in|^\/?in\/|^ACo|^urn/i.test(word));
  return words.length > 0 ? words : [line.trim()];
}
