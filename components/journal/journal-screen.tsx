import { useMemo, useState } from 'preact/hooks';
import '@/components/queue/queue.css';
import { journalFactsText, journalText } from '@/components/journal/journal-text';
import { EmptyState } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { SelectField } from '@/components/ui/field';
import { GridTable, type GridColumn } from '@/components/ui/grid-table';
import { ReadFailed } from '@/components/ui/page';
import { changeView, hashOf, useRoute } from '@/components/ui/route';
import { saveFile } from '@/components/ui/save-file';
import { useLive } from '@/components/ui/use-live';
import { exportCsv } from '@/lib/contacts/csv-export';
import { openDb } from '@/lib/db/database';
import { displayName } from '@/lib/domain/contact';
import type { JournalEntry } from '@/lib/domain/journal';
import { exportJournal, JOURNAL_MAX, readJournal, verifyJournal, type Verdict } from '@/lib/engine/journal-read';
import { formatDateTime, readerZone } from '@/lib/i18n/format';
import { formatStamp } from '@/lib/i18n/stamp';
import { t } from '@/lib/i18n/index';

/** Kinds by area: the first part of the kind. */
const AREAS = {
  areaCampaign: ['campaign'], areaRun: ['run'], areaEnrollment: ['enrollment'], areaDelivery: ['delivery'], areaReply: ['reply', 'optOut'],
  areaContact: ['contact', 'exclusion', 'import', 'sync'], areaMember: ['member', 'sender', 'consent'],
  areaOther: ['page', 'pause', 'settings', 'backup', 'journal', 'clicks', 'links', 'clock'],
} as const satisfies Record<string, readonly string[]>;
type AreaName = keyof typeof AREAS;
const AREA_NAMES: readonly AreaName[] = ['areaCampaign', 'areaRun', 'areaEnrollment', 'areaDelivery', 'areaReply', 'areaContact', 'areaMember', 'areaOther'];

interface Row {
  entry: JournalEntry;
  campaignName: string;
  contactName: string;
}

const columns = (): GridColumn<Row>[] => [
  { key: 'seq', label: t('journal.number'), width: '3rem', sorts: false, cell: ({ entry }) => <span class="num muted">{entry.seq}</span> },
  { key: 'at', label: t('journal.time'), width: '9.75rem', sorts: false, cell: ({ entry }) => <span class="num">{formatDateTime(entry.at, readerZone())}</span> },
  { key: 'kind', label: t('journal.what'), width: 'minmax(0, 1.2fr)', sorts: false, cell: ({ entry }) => <span class="strong two-lines" title={journalText(entry.kind)}>{journalText(entry.kind)}</span> },
  { key: 'reason', label: t('journal.why'), width: 'minmax(0, 1.4fr)', sorts: false, cell: ({ entry }) => entry.reason === undefined ? '' : <span class="two-lines" title={t(`reasons.${entry.reason}`)}>{t(`reasons.${entry.reason}`)}</span> },
  { key: 'campaign', label: t('journal.nurture'), width: 'minmax(0, 0.8fr)', sorts: false, cell: ({ campaignName }) => <span class="two-lines" title={campaignName}>{campaignName}</span> },
  { key: 'contact', label: t('journal.contact'), width: 'minmax(0, 0.8fr)', sorts: false, cell: ({ entry, contactName }) => entry.contactId === undefined || contactName === '' ? '' : <a href={hashOf(['contacts', entry.contactId])}>{contactName}</a> },
  { key: 'facts', label: t('journal.facts'), width: 'minmax(0, 1fr)', sorts: false, cell: ({ entry }) => <span class="small muted two-lines" title={journalFactsText(entry)}>{journalFactsText(entry)}</span> },
];

async function readRows(areas: readonly string[] | undefined, campaignId: string | undefined) {
  const db = openDb();
  const [read, campaigns] = await Promise.all([readJournal(db, { ...(areas === undefined ? {} : { areas }), ...(campaignId === undefined ? {} : { campaignId }) }), db.campaigns.toArray()]);
  const names = new Map(campaigns.map((campaign) => [campaign.id, campaign.name]));
  const ids = [...new Set(read.entries.flatMap((entry) => (entry.contactId === undefined ? [] : [entry.contactId])))];
  const people = new Map((await db.contacts.bulkGet(ids)).flatMap((contact): [string, string][] => (contact === undefined ? [] : [[contact.id, displayName(contact)]])));
  return {
    more: read.more, campaigns,
    rows: read.entries.map((entry): Row => ({ entry, campaignName: names.get(entry.campaignId ?? '') ?? '', contactName: people.get(entry.contactId ?? '') ?? '' })),
  };
}

function verdictText(verdict: Verdict): string {
  switch (verdict.state) {
    case 'sound':
      return [t('journal.sound', { count: verdict.count }), ...(verdict.exported === 'same' ? [t('journal.soundExported')] : []), t('journal.verifyMeans')].join(' ');
    case 'broken':
      return `${t('journal.broken', { seq: verdict.seq })} ${t('journal.verifyMeans')}`;
    case 'exportedBroken':
      return `${t('journal.exportedBroken', { seq: verdict.seq })} ${t('journal.verifyMeans')}`;
  }
}

async function save(format: 'csv' | 'json'): Promise<void> {
  const entries = await exportJournal(openDb(), Date.now(), format);
  if (format === 'json') {
    saveFile('journal.json', `${JSON.stringify(entries, undefined, 1)}\n`, 'application/json');
    return;
  }
  const text = exportCsv<JournalEntry>([
    { header: 'seq', cell: (entry) => entry.seq }, { header: 'time', cell: (entry) => formatStamp(entry.at, readerZone()) }, { header: 'kind', cell: (entry) => entry.kind },
    { header: 'reason', cell: (entry) => entry.reason ?? '' }, { header: 'campaign', cell: (entry) => entry.campaignId ?? '' }, { header: 'contact', cell: (entry) => entry.contactId ?? '' },
    { header: 'delivery', cell: (entry) => entry.deliveryId ?? '' }, { header: 'member', cell: (entry) => entry.memberId ?? '' },
    { header: 'data', cell: (entry) => (entry.data === undefined ? '' : JSON.stringify(entry.data)) }, { header: 'previous', cell: (entry) => entry.prev }, { header: 'hash', cell: (entry) => entry.hash },
  ], entries);
  saveFile('journal.csv', text, 'text/csv');
}

/** The journal: filter, verify the chain, export. */
export function JournalScreen() {
  const { params } = useRoute();
  const area = AREA_NAMES.find((one) => one === params.get('what'));
  const campaignId = params.get('campaign') || undefined;
  const { value, error } = useLive(() => readRows(area === undefined ? undefined : AREAS[area], campaignId), [area, campaignId]);
  const [verdict, setVerdict] = useState<Verdict | undefined>(undefined);
  const [progress, setProgress] = useState<{ done: number; total: number } | undefined>(undefined);
  const shown = useMemo(columns, []);
  const verify = async () => {
    setProgress({ done: 0, total: 0 });
    setVerdict(await verifyJournal(openDb(), (done, total) => setProgress({ done, total })));
    setProgress(undefined);
  };
  if (error !== undefined) return <ReadFailed />;
  if (value === undefined) return null;
  return (
    <div class="screen screen-fixed">
      <div class="screen-head">
        <h1>{t('journal.title')}</h1>
        <Button icon="shield" onClick={() => void verify()}>{t('journal.verify')}</Button>
        <Button icon="download" onClick={() => void save('csv')}>{t('journal.exportCsv')}</Button>
        <Button icon="download" onClick={() => void save('json')}>{t('journal.exportJson')}</Button>
      </div>
      <p class="muted">{t('journal.intro')}</p>
      <div role="status" class={progress === undefined && verdict === undefined ? 'visually-hidden' : ''}>
        {progress === undefined ? null : <p>{t('journal.verifying', progress)}</p>}
        {verdict === undefined || progress !== undefined ? null : <p class={`card ${verdict.state === 'sound' ? '' : 'strong'}`}>{verdictText(verdict)}</p>}
      </div>
      <div class="toolbar">
        <SelectField<AreaName | ''>
          bare label={t('journal.filterWhat')} value={area ?? ''} onChange={(what) => changeView({ what })}
          options={[{ value: '', text: t('journal.anything') }, ...AREA_NAMES.map((name) => ({ value: name, text: t(`journal.${name}`) }))]}
        />
        <SelectField
          bare label={t('journal.filterNurture')} value={campaignId ?? ''} onChange={(campaign) => changeView({ campaign })}
          options={[{ value: '', text: t('journal.anyNurture') }, ...value.campaigns.map(({ id, name, program }) => ({ value: id, text: `${program} / ${name}` }))]}
        />
        <span class="small muted num">{value.more ? t('journal.more', { count: JOURNAL_MAX }) : t('journal.count', { count: value.rows.length })}</span>
      </div>
      {value.rows.length === 0
        ? <EmptyState icon="journal" title={t('journal.empty')}>{null}</EmptyState>
        : <GridTable label={t('journal.table')} columns={shown} rows={value.rows} idOf={(row) => String(row.entry.seq)} rowRem={2.75} />}
    </div>
  );
}
