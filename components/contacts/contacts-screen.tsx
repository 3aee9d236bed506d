import { useMemo, useRef, useState } from 'preact/hooks';
import '@/components/contacts/contacts.css';
import '@/components/queue/queue.css';
import '@/components/review/review.css';
import { SyncPanel } from '@/components/contacts/sync-panel';
import { ContactPage } from '@/components/contacts/contact-page';
import { nameOf } from '@/components/contacts/contact-dialogs';
import { AskedDialog, contactMenu, StatusBadges, type Asked } from '@/components/contacts/contact-menu';
import { SourcesScreen } from '@/components/sources/sources-screen';
import { PastImports } from '@/components/contacts/past-imports';
import { ImportDialog, type ImportStart } from '@/components/contacts/import-dialog';
import { EmptyState } from '@/components/ui/badge';
import { Button, IconButton, LinkButton } from '@/components/ui/button';
import { FileField, SearchField, SelectField } from '@/components/ui/field';
import { GridTable, readSort, sortedBy, writeSort, type GridColumn, type GridSort } from '@/components/ui/grid-table';
import { Menu } from '@/components/ui/menu';
import { ReadFailed } from '@/components/ui/page';
import { changeView, hashOf, navigate, useRoute } from '@/components/ui/route';
import { saveFile } from '@/components/ui/save-file';
import { showToast } from '@/components/ui/toast';
import { useLive } from '@/components/ui/use-live';
import { contactColumns, exportCsv, inExportOrder, type ExportedPerson } from '@/lib/contacts/csv-export';
import { openDb } from '@/lib/db/database';
import type { FunnelRow } from '@/lib/db/schema';
import { foldText } from '@/lib/domain/text';
import { readCustomColumns } from '@/lib/engine/custom-columns';
import { addToList, removeFromList } from '@/lib/engine/list-actions';
import { readContacts, type ContactRow, type ContactsRead } from '@/lib/engine/read-contacts';
import { compareTexts, formatLongDate } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { pokeWorker } from '@/lib/platform/worker-poke';
import { FUNNEL_LEVELS, readReached } from '@/lib/report/dashboard';

const BY_NAME: GridSort = { key: 'name', direction: 'ascending' };
const STATUSES = ['any', 'isConnection', 'notConnection', 'fresh', 'nurtured', 'engaged', 'lead', 'excluded', 'held'] as const;
type Status = (typeof STATUSES)[number];

function hasStatus(row: ContactRow, status: Status): boolean {
  switch (status) {
    case 'any':
      return true;
    case 'isConnection':
      return row.connectedOn !== undefined;
    case 'notConnection':
      return row.connectedOn === undefined;
    case 'fresh':
      return row.reached === 'connected';
    case 'nurtured': case 'engaged': case 'lead':
      return row.reached === status;
    case 'excluded':
      return row.excluded !== undefined;
    case 'held':
      return row.contact.heldBy !== undefined;
  }
}

/** Columns sorted by what they say. */
const TEXT_OF: Readonly<Record<string, (row: ContactRow) => string>> = {
  name: ({ contact }) => nameOf(contact),
  company: ({ contact }) => contact.company,
  position: ({ contact }) => contact.position,
  language: ({ contact }) => contact.language?.code ?? '',
  tags: ({ contact }) => contact.tags.join(' '),
};

const ORDER: Readonly<Record<string, (a: ContactRow, b: ContactRow) => number>> = {
  connected: (a, b) => ((a.connectedOn ?? '') < (b.connectedOn ?? '') ? -1 : (a.connectedOn ?? '') > (b.connectedOn ?? '') ? 1 : 0),
  status: (a, b) => STATUSES.indexOf(a.excluded === undefined ? statusOf(a) : 'excluded') - STATUSES.indexOf(b.excluded === undefined ? statusOf(b) : 'excluded'),
};

function statusOf(row: ContactRow): Status {
  return row.reached === 'connected' ? 'fresh' : row.reached;
}

async function exportRows(rows: readonly ContactRow[]): Promise<void> {
  const names = await readCustomColumns(openDb());
  const people = rows.flatMap(({ contact, connectedOn }): ExportedPerson[] => {
    const slug = contact.slugs.at(-1);
    const key = contact.memberId === undefined ? (slug === undefined ? undefined : { kind: 'slug' as const, value: slug }) : { kind: 'id' as const, value: contact.memberId };
    if (key === undefined) return [];
    const { firstName, lastName, company, position, email, tags, notes, custom, language } = contact;
    return [{
      key, firstName, lastName, company, position, email, tags, notes, custom,
      ...(connectedOn === undefined || connectedOn === '' ? {} : { connectedOn }),
      ...(language === undefined ? {} : { language: language.code }),
    }];
  });
  saveFile('contacts.csv', exportCsv(contactColumns(names), inExportOrder(people)), 'text/csv');
}

function columnsFor(ask: (asked: Asked) => void): GridColumn<ContactRow>[] {
  return [
    { key: 'name', label: t('contacts.name'), width: 'minmax(0, 1.3fr)', cell: ({ contact }) => <a class="strong" href={hashOf(['contacts', contact.id])}>{nameOf(contact)}</a> },
    { key: 'company', label: t('contacts.company'), width: 'minmax(0, 1fr)', cell: ({ contact }) => <span title={contact.company}>{contact.company}</span> },
    { key: 'position', label: t('contacts.position'), width: 'minmax(0, 1fr)', cell: ({ contact }) => <span title={contact.position}>{contact.position}</span> },
    { key: 'language', label: t('contacts.language'), width: '4.5rem', cell: ({ contact }) => contact.language === undefined ? '' : contact.language.by === 'guess' ? <span class="muted">{t('contacts.guessed', { language: contact.language.code })}</span> : contact.language.code },
    { key: 'tags', label: t('contacts.tags'), width: 'minmax(0, 0.7fr)', cell: ({ contact }) => contact.tags.map((tag) => <span key={tag} class="tag">{tag}</span>) },
    { key: 'connected', label: t('contacts.connected'), width: '6rem', cell: ({ connectedOn }) => connectedOn === undefined ? '' : connectedOn === '' ? <span class="faint">{t('contacts.unknownDate')}</span> : <span class="num">{formatLongDate(connectedOn)}</span> },
    { key: 'status', label: t('contacts.status'), width: 'minmax(7.6rem, 0.9fr)', cell: (row) => <StatusBadges row={row} /> },
    { key: 'actions', label: t('contacts.actions'), width: '2rem', sorts: false, bare: true, end: true, cell: (row) => <Menu size="s" label={t('contacts.actionsFor', { name: nameOf(row.contact) })} items={contactMenu(row, ask)} /> },
  ];
}

interface View {
  search: string;
  tag: string;
  language: string;
  status: Status;
  sort: GridSort;
  /** id of the list whose people are shown; '' for everyone */
  list: string;
  /** people of one level of the dashboard's funnel */
  funnel: { level: FunnelRow['level']; sender: string; program: string; campaign: string } | undefined;
}

function viewOf(params: URLSearchParams): View {
  const level = FUNNEL_LEVELS.find((one) => one === params.get('funnel'));
  return {
    funnel: level === undefined ? undefined : { level, sender: params.get('sender') ?? '', program: params.get('program') ?? '', campaign: params.get('campaign') ?? '' },
    list: params.get('list') ?? '', search: params.get('q') ?? '', tag: params.get('tag') ?? '', language: params.get('language') ?? '',
    status: STATUSES.find((one) => one === params.get('status')) ?? 'any', sort: readSort(params.get('sort'), BY_NAME),
  };
}

/** Who is at that level of the funnel, and what it is the funnel of. */
async function readFunnelPeople(funnel: NonNullable<View['funnel']>): Promise<{ ids: ReadonlySet<string>; of: string }> {
  const [ids, campaign, member] = await Promise.all([readReached(openDb(), funnel, funnel.level), openDb().campaigns.get(funnel.campaign), openDb().members.get(funnel.sender)]);
  return { ids, of: [campaign?.name ?? funnel.program, member?.name ?? ''].filter((part) => part !== '').join(' · ') };
}

/** Says which people of the funnel are listed, and leads back to all. */
function FunnelLine({ level, of, missing }: { level: FunnelRow['level']; of: string; missing: number }) {
  const name = t(`dashboard.${level}`);
  return (
    <div class="bulk-bar">
      <span class="grow"><span class="strong">{of === '' ? t('contacts.inFunnel', { level: name }) : t('contacts.inFunnelOf', { level: name, name: of })}</span>{missing === 0 ? '' : ` ${t('contacts.erasedCounted', { count: missing })}`}</span>
      <Button size="s" icon="close" onClick={() => changeView({ funnel: undefined, sender: undefined, program: undefined, campaign: undefined })}>{t('contacts.endFunnel')}</Button>
    </div>
  );
}

/** What the search looks at, folded once for each contact as it was read. */
const searched = new WeakMap<ContactRow, string>();

function searchedText(row: ContactRow): string {
  const known = searched.get(row);
  if (known !== undefined) return known;
  const { contact } = row;
  const text = foldText(`${contact.firstName} ${contact.lastName} ${contact.company} ${contact.position} ${contact.slugs.join(' ')}`);
  searched.set(row, text);
  return text;
}

/** Sorted before anything is filtered, so that typing into the search never sorts. */
function sortedRows(rows: readonly ContactRow[], sort: GridSort): ContactRow[] {
  const textOf = TEXT_OF[sort.key];
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const byId = (a: ContactRow, b: ContactRow) => (a.contact.id < b.contact.id ? -1 : 1);
  if (textOf === undefined) {
    const compare = ORDER[sort.key] ?? (() => 0);
    return rows.toSorted((a, b) => sign * compare(a, b) || byId(a, b));
  }
  return rows.map((row) => ({ row, text: textOf(row) })).sort((a, b) => sign * compareTexts(a.text, b.text) || byId(a.row, b.row)).map(({ row }) => row);
}

/** `among`: sets of contact ids everyone shown must be in. */
function shownRows(rows: readonly ContactRow[], view: View, among: readonly ReadonlySet<string>[]): ContactRow[] {
  const wanted = foldText(view.search);
  return rows.filter((row) => {
    const { contact } = row;
    if (among.some((ids) => !ids.has(contact.id))) return false;
    if (view.tag !== '' && !contact.tags.includes(view.tag)) return false;
    if (view.language !== '' && (contact.language?.code ?? '-') !== view.language) return false;
    if (!hasStatus(row, view.status)) return false;
    return wanted === '' || searchedText(row).includes(wanted);
  });
}

interface Listed {
  id: string;
  name: string;
  ids: ReadonlySet<string>;
}

/** Who is in a list; nobody when it is gone. */
async function readListed(id: string): Promise<Listed> {
  const db = openDb();
  const [source, entries] = await Promise.all([db.sources.get(id), db.listEntries.where('[sourceId+order]').between([id, -Infinity], [id, Infinity]).toArray()]);
  return { id, name: source?.name ?? '', ids: new Set(entries.map(({ contactId }) => contactId)) };
}

/** Says which list is shown, and leads back to everyone. */
function ListLine({ listed }: { listed: Listed }) {
  return (
    <div class="bulk-bar">
      <span class="grow strong">{t('contacts.inList', { name: listed.name })}</span>
      <Button size="s" icon="close" onClick={() => changeView({ list: undefined })}>{t('contacts.endFunnel')}</Button>
    </div>
  );
}

async function takeOutOfList({ id, name }: Listed, ids: readonly string[]): Promise<void> {
  const db = openDb();
  await removeFromList(db, Date.now(), id, ids);
  pokeWorker();
  const undo = async () => {
    await addToList(db, Date.now(), { id, name }, ids);
    pokeWorker();
  };
  showToast({ text: t('contacts.removedFromList', { count: ids.length, name }), undo: () => void undo() });
}

/** Contacts: everyone known, what they are to the member, and the imports. */
export function ContactsScreen() {
  const route = useRoute();
  const id = route.path[1];
  if (id === 'sources') return <SourcesScreen />;
  return id === undefined || id === 'import' ? <ContactList /> : <ContactPage key={id} id={id} />;
}

/** People who are counted but erased, so that nothing of them can be listed. */
function missingOf(ids: ReadonlySet<string>, rows: readonly ContactRow[]): number {
  const known = new Set(rows.map((row) => row.contact.id));
  return [...ids].filter((id) => !known.has(id)).length;
}

function ContactList() {
  const route = useRoute();
  const view = useMemo(() => viewOf(route.params), [route]);
  const [past, setPast] = useState<'open' | 'closed'>('closed');
  const [importing, setImporting] = useState<ImportStart | undefined>(undefined);
  // While an import writes or is undone the list behind it is not read anew after each of its pieces.
  const busy = importing !== undefined || past === 'open';
  const before = useRef<ContactsRead | undefined>(undefined);
  const { value, error } = useLive(async () => (busy && before.current !== undefined ? before.current : readContacts(openDb())), [busy]);
  before.current = value;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const funnel = useLive(async () => (view.funnel === undefined ? undefined : readFunnelPeople(view.funnel)), [JSON.stringify(view.funnel)]);
  const listed = useLive(async () => (view.list === '' ? undefined : readListed(view.list)), [view.list]);
  const sorted = useMemo(() => sortedRows(value?.rows ?? [], view.sort), [value, view.sort.key, view.sort.direction]);
  const rows = useMemo(() => {
    const among = [...(view.funnel === undefined || funnel.value === undefined ? [] : [funnel.value.ids]), ...(view.list === '' || listed.value === undefined ? [] : [listed.value.ids])];
    return shownRows(sorted, view, among);
  }, [sorted, view, funnel.value, listed.value]);
  const columns = useMemo(() => columnsFor(setAsked), []);
  const chosenRows = useMemo(() => rows.filter((row) => chosen.has(row.contact.id)), [rows, chosen]);

  if (error !== undefined || funnel.error !== undefined || listed.error !== undefined) return <ReadFailed />;
  if (value === undefined || (view.funnel !== undefined && funnel.value === undefined) || (view.list !== '' && listed.value?.id !== view.list)) return null;
  const [first, second] = chosenRows;
  const ids = chosenRows.map((row) => row.contact.id);
  const imports = (
    <>
      <FileField
        label={t('importing.importContacts')} accept=".csv,.txt,text/csv"
        onFile={([file]) => {
          if (file !== undefined) setImporting({ kind: 'file', file });
        }}
      />
      <Button icon="link" onClick={() => setImporting({ kind: 'paste' })}>{t('importing.pasteAction')}</Button>
    </>
  );
  return (
    <div class="screen screen-fixed">
      <div class="screen-head">
        <h1>{t('contacts.title')}</h1>
        {value.rows.length === 0 ? null : <>
          <LinkButton href={hashOf(['contacts', 'sources'])} icon="filter">{t('contacts.sources')}</LinkButton>
          <Button icon="download" onClick={() => void exportRows(chosenRows.length > 0 ? chosenRows : rows)}>{t('contacts.export')}</Button>
          {imports}
          <IconButton icon="clock" label={t('importing.past')} onClick={() => setPast('open')} />
        </>}
      </div>
      <SyncPanel />
      {value.rows.length === 0 ? (
        <EmptyState icon="contacts" title={t('contacts.emptyTitle')} actions={imports}>{t('contacts.emptyText')}</EmptyState>
      ) : (
        <>
          <div class="toolbar">
            <SearchField label={t('contacts.search')} value={view.search} onInput={(q) => changeView({ q })} />
            <SelectField bare label={t('contacts.filterStatus')} value={view.status} options={STATUSES.map((status) => ({ value: status, text: t(status === 'any' ? 'contacts.anyStatus' : `contacts.${status}`) }))} onChange={(status) => changeView({ status: status === 'any' ? undefined : status })} />
            {value.tags.length === 0 ? null : <SelectField bare label={t('contacts.filterTag')} value={view.tag} options={[{ value: '', text: t('contacts.anyTag') }, ...value.tags.map((tag) => ({ value: tag, text: tag }))]} onChange={(tag) => changeView({ tag })} />}
            {value.languages.length === 0 ? null : <SelectField bare label={t('contacts.filterLanguage')} value={view.language} options={[{ value: '', text: t('contacts.anyLanguage') }, { value: '-', text: t('contacts.noLanguage') }, ...value.languages.map((code) => ({ value: code, text: code }))]} onChange={(language) => changeView({ language })} />}
            <span class="small muted num" role="status">{rows.length === value.rows.length ? t('contacts.count', { count: rows.length }) : t('contacts.countOf', { shown: rows.length, count: value.rows.length })}</span>
          </div>
          {view.funnel === undefined || funnel.value === undefined ? null : <FunnelLine level={view.funnel.level} of={funnel.value.of} missing={missingOf(funnel.value.ids, value.rows)} />}
          {view.list === '' || listed.value === undefined ? null : <ListLine listed={listed.value} />}
          {chosenRows.length === 0 ? null : (
            <div class="bulk-bar">
              <span class="grow strong" role="status">{t('contacts.selected', { count: chosenRows.length })}</span>
              {first !== undefined && second !== undefined && chosenRows.length === 2 ? <Button size="s" onClick={() => setAsked({ kind: 'merge', rows: [first, second] })}>{t('contacts.merge')}</Button> : null}
              <Button size="s" icon="list" onClick={() => setAsked({ kind: 'list', ids })}>{t('sources.addToList')}</Button>
              {view.list === '' || listed.value === undefined ? null : <Button size="s" onClick={() => listed.value !== undefined && void takeOutOfList(listed.value, ids)}>{t('contacts.removeFromList')}</Button>}
              <Button size="s" icon="tag" onClick={() => setAsked({ kind: 'tag', how: 'add', ids })}>{t('contacts.addTag')}</Button>
              <Button size="s" onClick={() => setAsked({ kind: 'tag', how: 'remove', ids })}>{t('contacts.removeTag')}</Button>
              <Button size="s" icon="ban" onClick={() => setAsked({ kind: 'exclude', rows: chosenRows })}>{t('contacts.exclude')}</Button>
            </div>
          )}
          {rows.length === 0 ? (
            <EmptyState icon="search" title={t('contacts.noneFound')} actions={<Button onClick={() => changeView({ q: undefined, list: undefined, tag: undefined, language: undefined, status: undefined })}>{t('contacts.clearFilters')}</Button>}>{null}</EmptyState>
          ) : (
            <GridTable
              label={t('contacts.table')} columns={columns} rows={rows} idOf={(row) => row.contact.id} sort={view.sort} rowRem={2.5}
              onSort={(key) => changeView({ sort: writeSort(sortedBy(view.sort, key, key === 'connected' ? 'descending' : 'ascending')) })}
              onOpen={(row) => navigate(['contacts', row.contact.id])}
              selection={{
                ids: chosen, labelAll: t('contacts.selectAll'), labelOf: (row) => t('contacts.select', { name: nameOf(row.contact) }),
                toggle: (one) => {
                  const next = new Set(chosen);
                  if (!next.delete(one)) next.add(one);
                  setChosen(next);
                },
                toggleAll: () => setChosen(rows.every((row) => chosen.has(row.contact.id)) ? new Set() : new Set(rows.map((row) => row.contact.id))),
              }}
            />
          )}
        </>
      )}
      {asked === undefined ? null : <AskedDialog asked={asked} tags={value.tags} onClose={() => setAsked(undefined)} />}
      {past === 'open' ? <PastImports onClose={() => setPast('closed')} /> : null}
      {importing === undefined ? null : <ImportDialog start={importing} onClose={() => setImporting(undefined)} />}
    </div>
  );
}
