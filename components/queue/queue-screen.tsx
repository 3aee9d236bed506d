import { useMemo, useState } from 'preact/hooks';
import '@/components/queue/queue.css';
import '@/components/review/review.css';
import { acts, approveShown, doBulk, possible, type BulkAct } from '@/components/queue/acts';
import { DeliveryDialog } from '@/components/queue/delivery-dialog';
import { SHOWN_STATES, StateCell, stateText, timeOf } from '@/components/queue/state';
import { ApproveAllDialog, Review } from '@/components/review/review';
import { Badge, EmptyState } from '@/components/ui/badge';
import { Button, LinkButton } from '@/components/ui/button';
import { SearchField, SelectField } from '@/components/ui/field';
import { GridTable, readSort, sortedBy, writeSort, type GridColumn, type GridSort } from '@/components/ui/grid-table';
import { Menu, type MenuItem } from '@/components/ui/menu';
import { ReadFailed } from '@/components/ui/page';
import { changeView, hashOf, useRoute } from '@/components/ui/route';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { displayName } from '@/lib/domain/contact';
import { nameKey } from '@/lib/domain/campaign';
import { campaignDay } from '@/lib/domain/progress';
import { actionsOf, DELIVERY_STATES } from '@/lib/domain/delivery';
import { foldText } from '@/lib/domain/text';
import { dateAt, DAY, isCalendarDate, startOfDay, type CalendarDate } from '@/lib/domain/zoned-time';
import { QUEUE_MAX, readQueue, type QueueRow, type QueueWish } from '@/lib/engine/read-queue';
import { readItems, readReview, type ReviewItem } from '@/lib/engine/read-review';
import { compareTexts, formatDate, formatDateTime, readerZone, sourceLabel } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

const LATEST_FIRST: GridSort = { key: 'time', direction: 'descending' };
const WHEN = ['any', 'today', 'last7', 'last30', 'coming'] as const;
type When = (typeof WHEN)[number];

function personOf(row: QueueRow): string {
  return (row.contact === undefined ? '' : displayName(row.contact)) || t('review.unnamed');
}

function sourceOf({ source }: QueueRow): string {
  return source === undefined ? '' : sourceLabel(source);
}

/** A parameter of the hash, or undefined when it is absent or empty. */
function paramOf(params: URLSearchParams, key: string): string | undefined {
  return params.get(key) || undefined;
}

/** Messages sent on one of these days, each on its campaign's own calendar; as the dashboard counts them. */
interface SentSpan {
  since: CalendarDate;
  until: CalendarDate;
}

function spanOf(params: URLSearchParams): SentSpan | undefined {
  const [since, until] = [params.get('since') ?? '', params.get('until') ?? ''];
  return isCalendarDate(since) && isCalendarDate(until) ? { since, until } : undefined;
}

function isSentIn({ delivery, campaign }: QueueRow, span: SentSpan | undefined): boolean {
  if (span === undefined) return true;
  if (delivery.sentAt === undefined) return false;
  const day = campaignDay(campaign, delivery.sentAt);
  return day >= span.since && day <= span.until;
}

/** Whether a row's time lies in the chosen span; days are the reader's. */
function isWithin(row: QueueRow, when: When, now: number): boolean {
  const at = timeOf(row.delivery);
  const today = startOfDay(dateAt(now, readerZone()), readerZone());
  switch (when) {
    case 'any':
      return true;
    case 'today':
      return at >= today && at < today + DAY;
    case 'last7':
      return at >= now - 7 * DAY && at <= now;
    case 'last30':
      return at >= now - 30 * DAY && at <= now;
    case 'coming':
      return at > now;
  }
}

const ORDER: Readonly<Record<string, (a: QueueRow, b: QueueRow) => number>> = {
  status: (a, b) => DELIVERY_STATES.indexOf(a.delivery.state) - DELIVERY_STATES.indexOf(b.delivery.state),
  time: (a, b) => timeOf(a.delivery) - timeOf(b.delivery),
  contact: (a, b) => compareTexts(personOf(a), personOf(b)),
  nurture: (a, b) => compareTexts(a.campaign.name, b.campaign.name),
  step: (a, b) => a.delivery.step - b.delivery.step,
  sender: (a, b) => compareTexts(a.member?.name ?? '', b.member?.name ?? ''),
  source: (a, b) => compareTexts(sourceOf(a), sourceOf(b)),
};

function sorted(rows: readonly QueueRow[], sort: GridSort): QueueRow[] {
  const compare = ORDER[sort.key] ?? ORDER['time'] ?? (() => 0);
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return rows.toSorted((a, b) => sign * compare(a, b) || (a.delivery.id < b.delivery.id ? -1 : 1));
}

/** Actions of one row by its state. */
function menuOf(row: QueueRow, open: (editing: boolean) => void): MenuItem[] {
  const { delivery } = row;
  const items: MenuItem[] = [{ text: t('queue.open'), icon: 'eye', onSelect: () => open(false) }];
  for (const action of actionsOf(delivery)) {
    switch (action) {
      case 'approve':
        items.push({ text: t('queue.approve'), icon: 'check', disabled: delivery.fingerprint === undefined ? t('review.refusedNoText') : undefined, onSelect: () => void acts.approve(delivery) });
        break;
      case 'edit':
        items.push({ text: t('queue.edit'), icon: 'edit', onSelect: () => open(true) });
        break;
      case 'reject':
        items.push({ text: t('queue.reject'), icon: 'cross', onSelect: () => void acts.reject(delivery) });
        break;
      case 'withdraw':
        items.push({ text: t('queue.withdraw'), icon: 'undo', onSelect: () => void acts.withdraw(delivery) });
        break;
      case 'remove':
        items.push({ text: t('queue.remove'), icon: 'trash', danger: true, onSelect: () => void acts.remove(delivery) });
        break;
      case 'requeue':
        items.push({ text: t('queue.requeue'), icon: 'refresh', onSelect: () => void acts.requeue(delivery) });
        break;
      case 'settle':
        items.push({ text: t('queue.asksFirst', { act: t('queue.itWasSent') }), icon: 'check', onSelect: () => open(false) }, { text: t('queue.asksFirst', { act: t('queue.itWasNotSent') }), icon: 'cross', onSelect: () => open(false) });
        break;
    }
  }
  return items;
}

/** `of`: rows of one nurture need not name it in each, which leaves their room to the people. */
function columnsFor(of: 'one nurture' | 'several', open: (row: QueueRow, editing: boolean) => void): GridColumn<QueueRow>[] {
  const columns: GridColumn<QueueRow>[] = [
    { key: 'status', label: t('queue.status'), width: '7.25rem', cell: ({ delivery }) => <StateCell delivery={delivery} /> },
    { key: 'time', label: t('queue.time'), width: '9.75rem', cell: ({ delivery }) => <span class="num">{formatDateTime(timeOf(delivery), readerZone())}</span> },
    { key: 'contact', label: t('queue.contact'), width: 'minmax(0, 1.3fr)', cell: (row) => <a class="strong" href={hashOf(['contacts', row.delivery.contactId])}>{personOf(row)}</a> },
    { key: 'nurture', label: t('queue.nurture'), width: 'minmax(0, 1.2fr)', cell: ({ campaign }) => <span title={`${campaign.program} / ${campaign.name}`}>{campaign.name}</span> },
    { key: 'step', label: t('queue.step'), width: '4rem', cell: ({ delivery, campaign }) => <span class="num">{t('queue.stepOf', { step: delivery.step + 1, steps: campaign.messages.length })}</span> },
    { key: 'sender', label: t('queue.sender'), width: 'minmax(0, 0.8fr)', cell: ({ member }) => member?.name ?? '' },
    { key: 'source', label: t('queue.source'), width: 'minmax(0, 0.8fr)', cell: (row) => sourceOf(row) },
    { key: 'actions', label: t('queue.actions'), width: '2rem', sorts: false, bare: true, end: true, cell: (row) => <Menu size="s" label={t('queue.actionsFor', { name: personOf(row) })} items={menuOf(row, (editing) => open(row, editing))} /> },
  ];
  return of === 'several' ? columns : columns.filter(({ key }) => key !== 'nurture');
}

interface Filters {
  wish: QueueWish;
  span: SentSpan | undefined;
  when: When;
  search: string;
  sort: GridSort;
}

function filtersOf(params: URLSearchParams): Filters {
  const [campaignId, program, senderId] = [paramOf(params, 'campaign'), paramOf(params, 'program'), paramOf(params, 'sender')];
  const state = DELIVERY_STATES.find((one) => one === params.get('status'));
  return {
    wish: {
      ...(campaignId === undefined ? {} : { campaignId }),
      ...(program === undefined ? {} : { program }),
      ...(state === undefined ? {} : { state }),
      ...(senderId === undefined ? {} : { senderId }),
    },
    span: spanOf(params),
    when: WHEN.find((one) => one === params.get('date')) ?? 'any',
    search: params.get('q') ?? '',
    sort: readSort(params.get('sort'), LATEST_FIRST),
  };
}

function Toolbar({ filters, queue, count }: { filters: Filters; count: string; queue: { campaigns: readonly { id: string; name: string; program: string }[]; members: readonly { id: string; name: string }[] } }) {
  return (
    <div class="toolbar queue-toolbar">
      <SearchField label={t('queue.search')} placeholder={t('queue.contact')} value={filters.search} onInput={(q) => changeView({ q })} />
      <SelectField
        bare label={t('queue.filterNurture')} value={filters.wish.campaignId ?? (filters.wish.program === undefined ? '' : 'program')}
        options={[
          { value: '', text: t('queue.allNurtures') },
          ...(filters.wish.program === undefined ? [] : [{ value: 'program', text: t('queue.program', { name: filters.wish.program }) }]),
          ...queue.campaigns.map(({ id, name, program }) => ({ value: id, text: `${program} / ${name}` })),
        ]}
        onChange={(campaign) => changeView({ campaign: campaign === 'program' ? undefined : campaign, ...(campaign === 'program' ? {} : { program: undefined }) })}
      />
      <SelectField
        bare label={t('queue.filterStatus')} value={String(filters.wish.state ?? '')}
        options={[{ value: '', text: t('queue.anyStatus') }, ...SHOWN_STATES.map((state) => ({ value: String(state), text: stateText(state) }))]}
        onChange={(status) => changeView({ status })}
      />
      <SelectField
        bare label={t('queue.filterDate')} value={filters.when}
        options={WHEN.map((when) => ({ value: when, text: t(when === 'any' ? 'queue.anyDate' : `queue.${when}`) }))}
        onChange={(date) => changeView({ date: date === 'any' ? undefined : date })}
      />
      {filters.span === undefined ? null : (
        <Button size="s" icon="close" title={t('queue.clearFilters')} onClick={() => changeView({ since: undefined, until: undefined })}>
          {filters.span.since === filters.span.until ? t('queue.sentOn', { day: formatDate(filters.span.since) }) : t('queue.sentBetween', { from: formatDate(filters.span.since), to: formatDate(filters.span.until) })}
        </Button>
      )}
      {queue.members.length < 2 ? null : (
        <SelectField
          bare label={t('queue.filterSender')} value={filters.wish.senderId ?? ''}
          options={[{ value: '', text: t('queue.anySender') }, ...queue.members.map(({ id, name }) => ({ value: id, text: name }))]}
          onChange={(sender) => changeView({ sender })}
        />
      )}
      <span class="muted small num" role="status">{count}</span>
    </div>
  );
}

/** The queue of a campaign, of a program or of everything: what waits for the member first, then every message with its status. */
export function QueueScreen() {
  const route = useRoute();
  const filters = useMemo(() => filtersOf(route.params), [route]);
  const { wish } = filters;
  const key = JSON.stringify(wish);
  const { value, error } = useLive(async () => {
    const db = openDb();
    const [queue, campaigns, members] = await Promise.all([readQueue(db, wish), db.campaigns.toArray(), db.members.toArray()]);
    const ids = campaigns.filter((campaign) => (wish.campaignId === undefined || campaign.id === wish.campaignId) && (wish.program === undefined || nameKey(campaign.program) === nameKey(wish.program))).map((campaign) => campaign.id);
    const review = await readReview(db, wish.campaignId === undefined && wish.program === undefined ? undefined : ids);
    return { queue, campaigns, members, review };
  }, [key]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<{ id: string; editing: boolean } | undefined>(undefined);
  const [listing, setListing] = useState<readonly ReviewItem[] | undefined>(undefined);

  const rows = useMemo(() => {
    const wanted = foldText(filters.search);
    const now = Date.now();
    const found = (value?.queue.rows ?? []).filter((row) => isWithin(row, filters.when, now) && isSentIn(row, filters.span) && (wanted === '' || foldText(`${personOf(row)} ${row.contact?.company ?? ''}`).includes(wanted)));
    return sorted(found, filters.sort);
  }, [value, filters]);
  const columns = useMemo(() => columnsFor(wish.campaignId === undefined ? 'several' : 'one nurture', (row, editing) => setOpen({ id: row.delivery.id, editing })), [wish.campaignId]);

  if (error !== undefined) return <ReadFailed />;
  if (value === undefined) return null;
  const campaign = value.campaigns.find((one) => one.id === wish.campaignId);
  const title = campaign === undefined && wish.program === undefined ? t('queue.title') : t('queue.titleOf', { name: campaign?.name ?? wish.program ?? '' });
  const filtered = Object.keys(wish).length > 0 || filters.span !== undefined || filters.when !== 'any' || filters.search !== '';
  const chosenRows = rows.filter((row) => chosen.has(row.delivery.id));
  const deliveries = chosenRows.map((row) => row.delivery);
  const opened = open === undefined ? undefined : value.queue.rows.find((row) => row.delivery.id === open.id);
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const bulk = (act: BulkAct) => void doBulk(act, deliveries).then(() => setChosen(new Set()));
  const approvable = possible(deliveries, 'approve');

  return (
    <div class="screen screen-fixed">
      <div class="screen-head"><h1>{title}</h1></div>
      {value.review.length === 0 ? null : (
        <section class="card queue-review" aria-labelledby="waiting">
          <div class="popup-title"><h2 id="waiting">{t('review.title')}</h2><Badge tint="accent">{value.review.length}</Badge></div>
          <Review items={value.review} total={value.review.length} />
        </section>
      )}
      {value.queue.rows.length === 0 && !filtered ? null : <Toolbar filters={filters} queue={value} count={rows.length === 0 ? '' : value.queue.more ? t('queue.more', { count: QUEUE_MAX }) : t('queue.count', { count: rows.length })} />}
      {deliveries.length === 0 ? null : (
        <div class="bulk-bar" role="status">
          <span class="grow strong">{t('queue.selected', { count: deliveries.length })}</span>
          {approvable.length === 0 ? null : <Button size="s" variant="primary" onClick={() => void readItems(openDb(), approvable).then(setListing)}>{t('queue.reviewSelected')}</Button>}
          {possible(deliveries, 'reject').length === 0 ? null : <Button size="s" onClick={() => bulk('reject')}>{t('queue.reject')}</Button>}
          {possible(deliveries, 'requeue').length === 0 ? null : <Button size="s" onClick={() => bulk('requeue')}>{t('queue.requeue')}</Button>}
          {possible(deliveries, 'remove').length === 0 ? null : <Button size="s" onClick={() => bulk('remove')}>{t('queue.remove')}</Button>}
        </div>
      )}
      {rows.length === 0 ? (
        <EmptyState
          icon="queue" title={filtered ? t('queue.emptyFiltered') : t('queue.emptyTitle')}
          {...(filtered ? { actions: <Button onClick={() => changeView({ campaign: undefined, program: undefined, status: undefined, date: undefined, since: undefined, until: undefined, sender: undefined, q: undefined })}>{t('queue.clearFilters')}</Button> } : { actions: <LinkButton href={hashOf(['nurtures'])}>{t('nav.nurtures')}</LinkButton> })}
        >
          {filtered ? null : t('queue.emptyText')}
        </EmptyState>
      ) : (
        <GridTable
            label={t('queue.table')} columns={columns} rows={rows} idOf={(row) => row.delivery.id} sort={filters.sort}
            onSort={(column) => changeView({ sort: writeSort(sortedBy(filters.sort, column, column === 'time' ? 'descending' : 'ascending')) })}
            onOpen={(row) => setOpen({ id: row.delivery.id, editing: false })}
            selection={{
              ids: chosen, toggle, labelAll: t('queue.selectAll'),
              toggleAll: () => setChosen(rows.every((row) => chosen.has(row.delivery.id)) ? new Set() : new Set(rows.map((row) => row.delivery.id))),
              labelOf: (row) => t('queue.select', { name: personOf(row) }),
            }}
          />
      )}
      {opened === undefined ? null : <DeliveryDialog key={opened.delivery.id} row={opened} startEditing={open?.editing ?? false} onClose={() => setOpen(undefined)} />}
      {listing === undefined ? null : (
        <ApproveAllDialog
          items={listing}
          onClose={() => setListing(undefined)}
          onApprove={(shown) => {
            setListing(undefined);
            setChosen(new Set());
            void approveShown(listing.map(({ delivery }) => delivery), shown);
          }}
        />
      )}
    </div>
  );
}
