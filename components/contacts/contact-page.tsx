import { useState } from 'preact/hooks';
import { Journey } from '@/components/contacts/journey';
import { nameOf } from '@/components/contacts/contact-dialogs';
import { AskedDialog, contactMenu, StatusBadges, type Asked } from '@/components/contacts/contact-menu';
import { Avatar, EmptyState } from '@/components/ui/badge';
import { Button, LinkButton } from '@/components/ui/button';
import { TextAreaField, TextField } from '@/components/ui/field';
import { Menu } from '@/components/ui/menu';
import { hashOf } from '@/components/ui/route';
import { showToast } from '@/components/ui/toast';
import { useLive } from '@/components/ui/use-live';
import { profileUrl } from '@/lib/contacts/profile-url';
import { openDb } from '@/lib/db/database';
import type { Contact } from '@/lib/domain/contact';
import { cleanName } from '@/lib/domain/names';
import { editContact, undoEdit, type ContactEdit } from '@/lib/engine/contact-actions';
import { readCustomColumns } from '@/lib/engine/custom-columns';
import type { PersonKey } from '@/lib/domain/person-key';
import { exclusionOf } from '@/lib/engine/exclusions';
import type { ContactRow } from '@/lib/engine/read-contacts';
import { factsOf } from '@/lib/engine/segments';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';

async function readPage(id: string): Promise<{ row: ContactRow; custom: string[] } | 'gone'> {
  const db = openDb();
  const contact = await db.contacts.get(id);
  if (contact === undefined) return 'gone';
  const [connections, excluded, custom] = await Promise.all([db.connections.where('contactId').equals(id).toArray(), exclusionOf(db, contact), readCustomColumns(db)]);
  const live = connections.filter((connection) => connection.goneAt === undefined);
  const facts = await factsOf(db, live[0]?.memberId ?? '', contact);
  return { custom, row: { contact, excluded, reached: facts.engagement, connectedOn: live.map((connection) => connection.connectedOn).sort().at(-1) } };
}

interface Form {
  firstName: string;
  lastName: string;
  company: string;
  position: string;
  email: string;
  greetingName: string;
  language: string;
  tags: string;
  notes: string;
  custom: Record<string, string>;
}

function formOf(contact: Contact): Form {
  const { firstName, lastName, company, position, email, greetingName = '', language, tags, notes, custom } = contact;
  return { firstName, lastName, company, position, email, greetingName, language: language?.code ?? '', tags: tags.join(', '), notes, custom: { ...custom } };
}

/** Only what was changed: a field left alone is not marked as edited by hand. */
function editOf(before: Form, after: Form): ContactEdit {
  const edit: ContactEdit = {};
  for (const field of ['firstName', 'lastName', 'company', 'position', 'email', 'greetingName', 'language', 'notes'] as const) {
    if (after[field] !== before[field]) edit[field] = after[field];
  }
  if (after.tags !== before.tags) edit.tags = after.tags.split(',');
  if (JSON.stringify(after.custom) !== JSON.stringify(before.custom)) edit.custom = Object.fromEntries(Object.entries(after.custom).filter(([, value]) => value.trim() !== ''));
  return edit;
}

const FIELDS = ['firstName', 'lastName', 'company', 'position', 'email', 'greetingName', 'language', 'notes', 'tags', 'custom'] as const satisfies readonly (keyof ContactEdit)[];
const fieldsOf = (edit: ContactEdit) => FIELDS.filter((field) => edit[field] !== undefined);

function greetingHint(form: Form): string {
  const cleaned = cleanName(form.firstName, 'first');
  return cleaned.kind === 'usable' ? t('contacts.greetingHint', { name: cleaned.value }) : t('contacts.greetingNone');
}

function ContactForm({ contact, customNames }: { contact: Contact; customNames: readonly string[] }) {
  const before = formOf(contact);
  const [form, setForm] = useState<Form>(before);
  const [problem, setProblem] = useState<'badLanguage' | 'nameless' | undefined>(undefined);
  const change = (patch: Partial<Form>) => setForm({ ...form, ...patch });
  const save = async () => {
    const edit = editOf(before, form);
    const result = await editContact(openDb(), Date.now(), contact.id, edit);
    if (!result.ok) {
      if (result.reason !== 'gone') setProblem(result.reason);
      return;
    }
    setProblem(undefined);
    pokeWorker();
    const undo = async () => {
      await undoEdit(openDb(), Date.now(), contact, fieldsOf(edit));
      setForm(before);
      pokeWorker();
    };
    showToast({ text: result.voided === 0 ? t('contacts.saved') : t('contacts.savedVoided', { count: result.voided }), undo: () => void undo() });
  };
  const nameless = problem === 'nameless' ? t('contacts.nameless') : undefined;
  return (
    <form
      class="card contact-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField label={t('contacts.firstName')} value={form.firstName} onInput={(firstName) => change({ firstName })} error={nameless} />
      <TextField label={t('contacts.lastName')} value={form.lastName} onInput={(lastName) => change({ lastName })} />
      <div class="wide"><TextField label={t('contacts.greetingName')} hint={greetingHint(form)} value={form.greetingName} onInput={(greetingName) => change({ greetingName })} /></div>
      <TextField label={t('contacts.company')} value={form.company} onInput={(company) => change({ company })} />
      <TextField label={t('contacts.position')} value={form.position} onInput={(position) => change({ position })} />
      <TextField label={t('contacts.email')} value={form.email} onInput={(email) => change({ email })} />
      <TextField label={t('contacts.language')} hint={t('contacts.languageHint')} value={form.language} onInput={(language) => change({ language })} error={problem === 'badLanguage' ? t('contacts.badLanguage') : undefined} />
      <div class="wide"><TextField label={t('contacts.tags')} hint={t('contacts.tagsHint')} value={form.tags} onInput={(tags) => change({ tags })} /></div>
      {customNames.map((name) => <TextField key={name} label={name} value={form.custom[name] ?? ''} onInput={(value) => change({ custom: { ...form.custom, [name]: value } })} />)}
      <TextAreaField label={t('contacts.notes')} value={form.notes} onInput={(notes) => change({ notes })} rows={3} />
      <div class="wide"><Button type="submit" variant="primary">{t('contacts.save')}</Button></div>
    </form>
  );
}

/** One contact: who they are to the member, what can be changed, and everything that happened with them. */
export function ContactPage({ id }: { id: string }) {
  const { value } = useLive(() => readPage(id), [id]);
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  if (value === undefined) return null;
  if (value === 'gone') return <div class="screen"><EmptyState icon="user" title={t('contacts.mergeGone')} actions={<LinkButton href={hashOf(['contacts'])}>{t('contacts.back')}</LinkButton>}>{null}</EmptyState></div>;
  const { row, custom } = value;
  const { contact } = row;
  const slug = contact.slugs.at(-1);
  const key: PersonKey | undefined = slug !== undefined ? { kind: 'slug', value: slug } : contact.memberId === undefined ? undefined : { kind: 'id', value: contact.memberId };
  return (
    <div class="screen">
      <a class="small" href={hashOf(['contacts'])}>← {t('contacts.back')}</a>
      <div class="contact-head">
        <Avatar name={nameOf(contact)} size={40} />
        <div class="grow">
          <h1>{nameOf(contact)}</h1>
          <div class="muted ellipsis">{[contact.position, contact.company].filter((part) => part !== '').join(' · ')}</div>
        </div>
        <StatusBadges row={row} />
        {key === undefined ? null : <LinkButton icon="external" newTab href={profileUrl(key)}>{t('contacts.profile')}</LinkButton>}
        <Menu label={t('contacts.actionsFor', { name: nameOf(contact) })} items={contactMenu(row, setAsked).slice(1)} />
      </div>
      <div class="contact-page">
        <ContactForm key={contact.updatedAt} contact={contact} customNames={[...new Set([...custom, ...Object.keys(contact.custom)])]} />
        <Journey id={id} />
      </div>
      {asked === undefined ? null : <AskedDialog asked={asked} tags={[]} onClose={() => setAsked(undefined)} />}
    </div>
  );
}
