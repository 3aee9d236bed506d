import { useState } from 'preact/hooks';
import { EraseDialog, ExcludeDialog, LiftDialog, MergeDialog } from '@/components/contacts/contact-dialogs';
import { AddToListDialog } from '@/components/sources/list-dialogs';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import type { MenuItem } from '@/components/ui/menu';
import { navigate } from '@/components/ui/route';
import { showToast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { markLead, tagContacts } from '@/lib/engine/contact-actions';
import type { ContactRow } from '@/lib/engine/read-contacts';
import { t } from '@/lib/i18n/index';

/** Signs of a contact that matter before writing to them. */
export function StatusBadges({ row }: { row: ContactRow }) {
  return (
    <span class="row-wrap">
      {row.excluded === undefined ? null : <Badge tint="bad" icon="ban">{t('contacts.excluded')}</Badge>}
      {row.contact.heldBy === undefined ? null : <Badge tint="warn" icon="warnings">{t('contacts.held')}</Badge>}
      {row.reached === 'lead' ? <Badge tint="good" icon="star">{t('contacts.lead')}</Badge> : null}
      {row.reached === 'engaged' || row.reached === 'nurtured' ? <Badge>{t(`contacts.${row.reached}`)}</Badge> : null}
      {row.connectedOn === undefined && row.excluded === undefined ? <span class="faint small">{t('contacts.notConnection')}</span> : null}
    </span>
  );
}

/** A dialog a contact's menu or the bulk bar asks for. */
export type Asked = { kind: 'exclude'; rows: readonly ContactRow[] } | { kind: 'lift' | 'erase'; row: ContactRow } | { kind: 'merge'; rows: readonly [ContactRow, ContactRow] } | { kind: 'list'; ids: readonly string[] } | { kind: 'tag'; how: 'add' | 'remove'; ids: readonly string[] };

/** What can be done with one contact. */
export function contactMenu(row: ContactRow, ask: (asked: Asked) => void): (MenuItem | 'line')[] {
  const { contact, excluded } = row;
  const lead = contact.leadAt !== undefined;
  return [
    { text: t('contacts.open'), icon: 'user', onSelect: () => navigate(['contacts', contact.id]) },
    {
      text: t(lead ? 'contacts.unmarkLead' : 'contacts.markLead'), icon: 'star',
      onSelect: () => void markLead(openDb(), Date.now(), contact.id, !lead).then(() => showToast({ text: t(lead ? 'contacts.unmarkedLead' : 'contacts.markedLead'), undo: () => void markLead(openDb(), Date.now(), contact.id, lead) })),
    },
    'line',
    excluded === undefined
      ? { text: t('contacts.exclude'), icon: 'ban', onSelect: () => ask({ kind: 'exclude', rows: [row] }) }
      : { text: t('contacts.lift'), icon: 'undo', onSelect: () => ask({ kind: 'lift', row }) },
    { text: t('contacts.erase'), icon: 'trash', danger: true, onSelect: () => ask({ kind: 'erase', row }) },
  ];
}

function TagDialog({ how, ids, tags, onClose }: { how: 'add' | 'remove'; ids: readonly string[]; tags: readonly string[]; onClose: () => void }) {
  const [tag, setTag] = useState('');
  const save = async () => {
    const changed = await tagContacts(openDb(), Date.now(), ids, tag, how);
    showToast({ text: t('contacts.tagged', { count: changed.length }), undo: () => void tagContacts(openDb(), Date.now(), changed, tag, how === 'add' ? 'remove' : 'add') });
    onClose();
  };
  return (
    <Dialog
      title={t(how === 'add' ? 'contacts.addTag' : 'contacts.removeTag')} onClose={onClose}
      actions={<>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="primary" disabled={tag.trim() === ''} onClick={() => void save()}>{t(how === 'add' ? 'contacts.addTag' : 'contacts.removeTag')}</Button>
      </>}
    >
      <TextField label={t('contacts.tagName')} value={tag} onInput={setTag} suggestions={tags} />
    </Dialog>
  );
}

/** The dialog that was asked for. */
export function AskedDialog({ asked, tags, onClose }: { asked: Asked; tags: readonly string[]; onClose: () => void }) {
  switch (asked.kind) {
    case 'exclude':
      return <ExcludeDialog contacts={asked.rows.map((row) => row.contact)} onClose={onClose} />;
    case 'lift':
      return asked.row.excluded === undefined ? null : <LiftDialog exclusion={asked.row.excluded} onClose={onClose} />;
    case 'erase':
      return <EraseDialog contact={asked.row.contact} onClose={onClose} />;
    case 'merge':
      return <MergeDialog kept={asked.rows[0].contact} other={asked.rows[1].contact} onClose={onClose} />;
    case 'list':
      return <AddToListDialog ids={asked.ids} onClose={onClose} />;
    case 'tag':
      return <TagDialog how={asked.how} ids={asked.ids} tags={tags} onClose={onClose} />;
  }
}
