import type { FunnelRow, NurturesDb } from '@/lib/db/schema';
import { nameKey, type Campaign } from '@/lib/domain/campaign';
import { campaignDay } from '@/lib/domain/progress';
import type { Reason } from '@/lib/domain/reasons';
import { toneOf, type Reply, type Tone } from '@/lib/domain/reply';
import type { Run } from '@/lib/domain/run';
import { addDays, DAY, dateAt, isZone, type CalendarDate } from '@/lib/domain/zoned-time';

/** What the dashboard is about: the last `days` days, and optionally one sender, program or campaign. Empty means all. */
export interface DashboardFilter {
  days: number;
  sender: string;
  program: string;
  campaign: string;
}

/** Counts of replies by the tone that counts. */
export interface ToneCounts {
  positive: number;
  neutral: number;
  negative: number;
  unjudged: number;
}

/** What one calendar day brought, over the chosen campaigns, each on its own day. */
export interface DayNumbers {
  date: CalendarDate;
  sent: number;
  replies: number;
  /** clicks that were new when the tracker was read that day; it tells no other time of them */
  clicks: number;
}

/** Numbers of a program or of a campaign in the period. */
export interface GroupNumbers {
  key: string;
  name: string;
  sent: number;
  replies: number;
  tone: ToneCounts;
}

/** Contacts that reached each level; a contact counts once, at the highest it reached, and so at every level below. */
export interface Funnel {
  connected: number;
  nurtured: number;
  engaged: number;
  lead: number;
}

export interface MissedSlots {
  reason: Reason;
  runs: Run[];
}

export interface Dashboard {
  campaigns: ReadonlyMap<string, Campaign>;
  from: CalendarDate;
  to: CalendarDate;
  days: DayNumbers[];
  programs: GroupNumbers[];
  nurtures: GroupNumbers[];
  total: GroupNumbers;
  funnel: Funnel;
  missed: MissedSlots[];
  /** clicks of all time; undefined while no tracker is connected */
  clicks: number | undefined;
  /** counted replies of the period, newest first */
  replies: Reply[];
}

const NO_TONE: ToneCounts = { positive: 0, neutral: 0, negative: 0, unjudged: 0 };
/** Levels of the funnel, lowest first. */
export const FUNNEL_LEVELS: readonly FunnelRow['level'][] = ['connected', 'nurtured', 'engaged', 'lead'];

/** Share of positive or neutral replies among the judged ones; undefined without any. */
export function goodShare(tone: ToneCounts): number | undefined {
  const judged = tone.positive + tone.neutral + tone.negative;
  return judged === 0 ? undefined : (tone.positive + tone.neutral) / judged;
}

function addTone(tone: ToneCounts, of: Tone | undefined): ToneCounts {
  const key = of ?? 'unjudged';
  return { ...tone, [key]: tone[key] + 1 };
}

async function chosenCampaigns(db: NurturesDb, filter: Omit<DashboardFilter, 'days'>): Promise<Campaign[]> {
  const campaigns = await db.campaigns.toArray();
  const program = nameKey(filter.program);
  return campaigns.filter((campaign) =>
    (filter.campaign === '' || campaign.id === filter.campaign) &&
    (filter.sender === '' || campaign.senderId === filter.sender) &&
    (program === '' || nameKey(campaign.program) === program));
}

/** Per campaign what each day counts. */
type PerDay = Map<string, Map<CalendarDate, number>>;

/** Messages sent and clicks found per day by each campaign, read from the day's roll-ups. */
async function readTallied(db: NurturesDb, campaigns: readonly Campaign[], from: CalendarDate, to: CalendarDate): Promise<{ sent: PerDay; clicks: PerDay }> {
  const empty = () => new Map(campaigns.map((campaign) => [campaign.id, new Map<CalendarDate, number>()]));
  const [sent, clicks] = [empty(), empty()];
  for (const { key, campaignId, counts } of await db.tallies.where('key').between(`d:${from}:`, `d:${to}:\uffff`).toArray()) {
    const date = key.slice('d:'.length, 'd:'.length + to.length);
    sent.get(campaignId)?.set(date, counts.sent ?? 0);
    clicks.get(campaignId)?.set(date, counts.clicks ?? 0);
  }
  return { sent, clicks };
}

/** The highest level each contact reached in these campaigns, as its place in `FUNNEL_LEVELS`; every connection of their senders is at the first. Keys only are read. */
async function readHighest(db: NurturesDb, campaigns: readonly Campaign[]): Promise<Map<string, number>> {
  const highest = new Map<string, number>();
  const senders = [...new Set(campaigns.flatMap((campaign) => (campaign.senderId === undefined ? [] : [campaign.senderId])))];
  for (const sender of senders) {
    for (const key of await db.connections.where('[memberId+connectedOn]').between([sender, ''], [sender, '\uffff']).primaryKeys()) highest.set(key[1], 0);
  }
  for (const campaign of campaigns) {
    for (const [rank, level] of FUNNEL_LEVELS.entries()) {
      for (const key of await db.funnel.where('[campaignId+level]').equals([campaign.id, level]).primaryKeys()) {
        const contactId = key[1];
        if ((highest.get(contactId) ?? -1) < rank) highest.set(contactId, rank);
      }
    }
  }
  return highest;
}

/** How many contacts stand at each level at least. */
function funnelOf(highest: ReadonlyMap<string, number>): Funnel {
  const atLeast = (rank: number) => [...highest.values()].filter((value) => value >= rank).length;
  return { connected: atLeast(0), nurtured: atLeast(1), engaged: atLeast(2), lead: atLeast(3) };
}

/** The contacts a number of the funnel counts: those who reached `level` or more in the campaigns of the filter. Its period does not matter. */
export async function readReached(db: NurturesDb, filter: Omit<DashboardFilter, 'days'>, level: FunnelRow['level']): Promise<Set<string>> {
  const highest = await readHighest(db, await chosenCampaigns(db, filter));
  return new Set([...highest].filter(([, rank]) => rank >= FUNNEL_LEVELS.indexOf(level)).map(([contactId]) => contactId));
}

function groupsOf(campaigns: readonly Campaign[], keyOf: (campaign: Campaign) => { key: string; name: string }, sent: PerDay, replies: readonly Reply[]): GroupNumbers[] {
  const groups = new Map<string, GroupNumbers>();
  const groupOf = new Map<string, string>();
  for (const campaign of campaigns) {
    const { key, name } = keyOf(campaign);
    groupOf.set(campaign.id, key);
    const known = groups.get(key) ?? { key, name, sent: 0, replies: 0, tone: NO_TONE };
    const more = [...(sent.get(campaign.id)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
    groups.set(key, { ...known, sent: known.sent + more });
  }
  for (const reply of replies) {
    const group = groups.get(groupOf.get(reply.campaignId) ?? '');
    if (group !== undefined) groups.set(group.key, { ...group, replies: group.replies + 1, tone: addTone(group.tone, toneOf(reply)) });
  }
  return [...groups.values()];
}

/** Worst tone first, then the most replies; those without judged replies last. */
export function byWorstTone(a: GroupNumbers, b: GroupNumbers): number {
  return (goodShare(a.tone) ?? 2) - (goodShare(b.tone) ?? 2) || b.replies - a.replies || b.sent - a.sent;
}

async function readMissed(db: NurturesDb, campaigns: ReadonlyMap<string, Campaign>, from: number, now: number): Promise<MissedSlots[]> {
  const runs = await db.runs.where('startsAt').between(from, now).filter((run) => run.state === 'missed' && campaigns.has(run.campaignId)).toArray();
  const reasons = new Map<Reason, Run[]>();
  for (const run of runs) {
    const reason = run.reason ?? 'slotEnded';
    reasons.set(reason, [...(reasons.get(reason) ?? []), run]);
  }
  return [...reasons.entries()].map(([reason, list]) => ({ reason, runs: list.sort((a, b) => b.startsAt - a.startsAt) })).sort((a, b) => b.runs.length - a.runs.length);
}

/** Everything the dashboard shows of the past, from roll-ups, funnel keys, runs and replies of the period. `now` in milliseconds. */
export async function readDashboard(db: NurturesDb, filter: DashboardFilter, now: number, readerZone: string): Promise<Dashboard> {
  const to = dateAt(now, readerZone);
  const from = addDays(to, 1 - filter.days);
  const chosen = await chosenCampaigns(db, filter);
  const campaigns = new Map(chosen.map((campaign) => [campaign.id, campaign]));
  const since = now - filter.days * DAY;
  const [tallied, allReplies, highest, missed, tracker, links] = await Promise.all([
    readTallied(db, chosen, from, addDays(to, 1)),
    db.replies.where('at').between(since, now, true, true).toArray(),
    readHighest(db, chosen),
    readMissed(db, campaigns, since, now),
    db.settings.get('tracker'),
    Promise.all(chosen.map((campaign) => db.links.where('campaignId').equals(campaign.id).toArray())),
  ]);
  const replies = allReplies.filter((reply) => reply.kind === 'counted' && campaigns.has(reply.campaignId)).sort((a, b) => b.at - a.at);
  const { sent } = tallied;
  const total = groupsOf(chosen, () => ({ key: '', name: '' }), sent, replies)[0] ?? { key: '', name: '', sent: 0, replies: 0, tone: NO_TONE };
  return {
    campaigns, from, to, days: daysOf(from, to, campaigns, tallied, replies, readerZone), funnel: funnelOf(highest), missed, replies, total,
    programs: groupsOf(chosen, ({ program }) => ({ key: nameKey(program), name: program }), sent, replies).sort(byWorstTone),
    nurtures: groupsOf(chosen, ({ id, name }) => ({ key: id, name }), sent, replies).sort(byWorstTone),
    clicks: tracker === undefined ? undefined : links.flat().reduce((sum, link) => sum + link.clicks, 0),
  };
}

function daysOf(from: CalendarDate, to: CalendarDate, campaigns: ReadonlyMap<string, Campaign>, tallied: { sent: PerDay; clicks: PerDay }, replies: readonly Reply[], readerZone: string): DayNumbers[] {
  const days = new Map<CalendarDate, DayNumbers>();
  for (let date = from; date <= to; date = addDays(date, 1)) days.set(date, { date, sent: 0, replies: 0, clicks: 0 });
  for (const name of ['sent', 'clicks'] as const) {
    for (const counts of tallied[name].values()) for (const [date, count] of counts) {
      const day = days.get(date) ?? days.get(to);
      if (day !== undefined) day[name] += count;
    }
  }
  for (const reply of replies) {
    const campaign = campaigns.get(reply.campaignId);
    const zone = campaign !== undefined && isZone(campaign.schedule.timeZone) ? campaign.schedule.timeZone : readerZone;
    const day = days.get(campaign === undefined ? dateAt(reply.at, zone) : campaignDay(campaign, reply.at));
    if (day !== undefined) day.replies += 1;
  }
  return [...days.values()];
}
