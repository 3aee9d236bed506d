import type { NurturesDb } from '@/lib/db/schema';
import { write, type Writer } from '@/lib/db/write';
import type { Contact, ContactField } from '@/lib/domain/contact';
import { toneOf } from '@/lib/domain/reply';
import { singleLine } from '@/lib/domain/text';
import { rememberCustomColumns } from '@/lib/engine/custom-columns';
import { voidChangedTexts } from '@/lib/engine/void-texts';

/** What may be changed by hand. `language` and `greetingName` are taken away by ''. */
export interface ContactEdit {
  firstName?: string;
  lastName?: string;
  company?: string;
  position?: string;
  email?: string;
  greetingName?: string;
  language?: string;
  tags?: readonly string[];
  notes?: string;
  custom?: Readonly<Record<string, string>>;
}

export type ContactResult = { ok: true; voided: number } | { ok: false; reason: 'gone' | 'badLanguage' | 'nameless' };

const LINES = ['firstName', 'lastName', 'company', 'position', 'email'] as const;

/** A language code as stored ('fr', 'pt-BR'), '' for none, or undefined when it is no code. */
export function readLanguageCode(value: string): string | undefined {
  const code = value.trim();
  if (code === '') return '';
  try {
    return Intl.getCanonicalLocales(code.replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

function cleanTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map(singleLine).filter((tag) => tag !== ''))];
}

/** A tag taken away by hand is not brought back by an import; one put back is as any other. */
function markTags(byHand: Set<ContactField>, before: readonly string[], after: readonly string[]): void {
  for (const tag of before) if (!after.includes(tag)) byHand.add(`tag:${tag}`);
  for (const tag of after) byHand.delete(`tag:${tag}`);
}

function edited(contact: Contact, edit: ContactEdit, language: string | undefined, now: number): Contact {
  const byHand = new Set<ContactField>(contact.handEdited);
  const next: Contact = { ...contact, updatedAt: now };
  for (const field of LINES) {
    const value = edit[field];
    if (value === undefined || singleLine(value) === contact[field]) continue;
    next[field] = singleLine(value);
    byHand.add(field);
  }
  if (edit.greetingName !== undefined) {
    const name = singleLine(edit.greetingName);
    if (name === '') {
      delete next.greetingName;
      byHand.delete('greetingName');
    } else {
      next.greetingName = name;
      byHand.add('greetingName');
    }
  }
  if (language !== undefined && language !== (contact.language?.code ?? '')) {
    if (language === '') delete next.language;
    else next.language = { code: language, by: 'hand' };
    byHand.add('language');
  }
  if (edit.tags !== undefined) {
    next.tags = cleanTags(edit.tags);
    markTags(byHand, contact.tags, next.tags);
  }
  if (edit.notes !== undefined && edit.notes.trim() !== contact.notes) {
    next.notes = edit.notes.trim();
    byHand.add('notes');
  }
  if (edit.custom !== undefined) {
    next.custom = { ...edit.custom };
    for (const name of new Set([...Object.keys(contact.custom), ...Object.keys(next.custom)])) if ((contact.custom[name] ?? '') !== (next.custom[name] ?? '')) byHand.add(`custom:${name}`);
  }
  return { ...next, handEdited: [...byHand] };
}

/**
 * Changes a contact by hand. Changed fields are kept by every later import. Waiting texts that would now read differently
 * lose their approval; the answer says how many.
 */
export function editContact(db: NurturesDb, now: number, id: string, edit: ContactEdit): Promise<ContactResult> {
  return write(db, now, async (w) => {
    const contact = await db.contacts.get(id);
    if (contact === undefined) return { ok: false, reason: 'gone' };
    const language = edit.language === undefined ? undefined : readLanguageCode(edit.language);
    if (edit.language !== undefined && language === undefined) return { ok: false, reason: 'badLanguage' };
    const next = edited(contact, edit, language, now);
    if (next.firstName === '' && next.lastName === '' && (contact.firstName !== '' || contact.lastName !== '')) return { ok: false, reason: 'nameless' };
    await db.contacts.put(next);
    await rememberCustomColumns(db, [next]);
    w.journal({ kind: 'contact.edited', contactId: id, data: { fields: Object.keys(edit).sort().join(' ') } });
    return { ok: true, voided: await voidChangedTexts(w, [next]) };
  });
}

/** Takes an edit back: the fields are again as `before` had them, also in whether a later import may change them. */
export function undoEdit(db: NurturesDb, now: number, before: Contact, fields: readonly (keyof ContactEdit)[]): Promise<ContactResult> {
  return write(db, now, async (w) => {
    const contact = await db.contacts.get(before.id);
    if (contact === undefined) return { ok: false, reason: 'gone' };
    const kept = Object.entries(contact).filter(([name]) => !fields.some((field) => field === name));
    const former = Object.entries(before).filter(([name]) => fields.some((field) => field === name));
    const next: Contact = { ...before, ...Object.fromEntries(kept), ...Object.fromEntries(former), handEdited: before.handEdited, updatedAt: now };
    for (const field of ['greetingName', 'language'] as const) if (fields.includes(field) && before[field] === undefined) delete next[field];
    await db.contacts.put(next);
    w.journal({ kind: 'contact.edited', contactId: before.id, data: { fields: [...fields].sort().join(' ') } });
    return { ok: true, voided: await voidChangedTexts(w, [next]) };
  });
}

/** Adds a tag to, or takes it from, several contacts in one transaction. Returns the ids of those that changed: an undo concerns no others. */
export function tagContacts(db: NurturesDb, now: number, ids: readonly string[], tag: string, how: 'add' | 'remove'): Promise<string[]> {
  return write(db, now, async (w) => {
    const clean = singleLine(tag);
    if (clean === '') return [];
    const contacts = (await db.contacts.bulkGet([...ids])).flatMap((contact) => (contact === undefined || contact.tags.includes(clean) === (how === 'add') ? [] : [contact]));
    await db.contacts.bulkPut(contacts.map((contact) => {
      const tags = how === 'add' ? [...contact.tags, clean] : contact.tags.filter((one) => one !== clean);
      const byHand = new Set(contact.handEdited);
      markTags(byHand, contact.tags, tags);
      return { ...contact, updatedAt: now, tags, handEdited: [...byHand] };
    }));
    for (const { id } of contacts) w.journal({ kind: 'contact.edited', contactId: id, data: { fields: 'tags' } });
    return contacts.map(({ id }) => id);
  });
}

async function levelWithoutLead(w: Writer, campaignId: string, contactId: string): Promise<'engaged' | 'nurtured'> {
  const replies = await w.db.replies.where('contactId').equals(contactId).toArray();
  const positive = replies.some((reply) => reply.campaignId === campaignId && reply.kind === 'counted' && toneOf(reply) === 'positive');
  if (positive) return 'engaged';
  const links = await w.db.links.where('campaignId').equals(campaignId).toArray();
  return links.some((link) => link.contactId === contactId && link.clicks > 0) ? 'engaged' : 'nurtured';
}

/**
 * Marks a contact as a lead, or takes the mark back. In every campaign that has written to them they count at the level
 * *lead*, or again at the level they had reached.
 */
export function markLead(db: NurturesDb, now: number, id: string, lead: boolean): Promise<{ ok: true } | { ok: false; reason: 'gone' }> {
  return write(db, now, async (w) => {
    const contact = await db.contacts.get(id);
    if (contact === undefined) return { ok: false, reason: 'gone' };
    const { leadAt: _old, ...rest } = contact;
    await db.contacts.put(lead ? { ...rest, leadAt: contact.leadAt ?? now } : rest);
    for (const row of await db.funnel.where('contactId').equals(id).toArray()) {
      if (row.level === 'connected') continue;
      const level = lead ? 'lead' : await levelWithoutLead(w, row.campaignId, id);
      if (level !== row.level) await db.funnel.put({ ...row, level, at: now });
    }
    w.journal({ kind: 'contact.lead', contactId: id, data: { lead: lead ? 'yes' : 'no' } });
    return { ok: true };
  });
}
