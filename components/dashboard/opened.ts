import { hashOf, parseHash } from '@/components/ui/route';
import { nameKey } from '@/lib/domain/campaign';
import { campaignDay } from '@/lib/domain/progress';
import { isReason, type Reason } from '@/lib/domain/reasons';
import { toneOf, type Reply, type Tone } from '@/lib/domain/reply';
import { isCalendarDate, type CalendarDate } from '@/lib/domain/zoned-time';
import type { Dashboard } from '@/lib/report/dashboard';

/** Which rows behind a number are open, as it stands in the hash: replies (all, judged, of a day, of a program or nurture), clicks, missed slots. */
export type Opened =
  | { kind: 'replies' }
  | { kind: 'judged' }
  | { kind: 'day'; date: CalendarDate }
  | { kind: 'program' | 'nurture'; key: string; tone: Tone | undefined }
  | { kind: 'clicks' }
  | { kind: 'missed'; reason: Reason };

const TONES: readonly Tone[] = ['positive', 'neutral', 'negative'];

/** Reads what is open from the parameters of the hash; what is not known there opens nothing. */
export function openedOf(params: URLSearchParams): Opened | undefined {
  const key = params.get('key') ?? '';
  const kind = params.get('open');
  switch (kind) {
    case 'replies': case 'judged': case 'clicks':
      return { kind };
    case 'day':
      return isCalendarDate(key) ? { kind, date: key } : undefined;
    case 'program': case 'nurture':
      return { kind, key, tone: TONES.find((tone) => tone === params.get('tone')) };
    case 'missed':
      return isReason(key) ? { kind, reason: key } : undefined;
    default:
      return undefined;
  }
}

function paramsOf(opened: Opened): Record<string, string | undefined> {
  switch (opened.kind) {
    case 'replies': case 'judged': case 'clicks':
      return { open: opened.kind };
    case 'day':
      return { open: opened.kind, key: opened.date };
    case 'program': case 'nurture':
      return { open: opened.kind, key: opened.key, tone: opened.tone };
    case 'missed':
      return { open: opened.kind, key: opened.reason };
  }
}

/** The address of the present dashboard with these rows open. */
export function hashOfOpened(opened: Opened): string {
  const { path, params } = parseHash(location.hash);
  return hashOf(path, { ...Object.fromEntries(params), key: undefined, tone: undefined, ...paramsOf(opened) });
}

/** The counted replies a number stands for, newest first. */
export function repliesOf(dashboard: Dashboard, opened: Opened): Reply[] {
  return dashboard.replies.filter((reply) => {
    const campaign = dashboard.campaigns.get(reply.campaignId);
    if (campaign === undefined) return false;
    switch (opened.kind) {
      case 'replies':
        return true;
      case 'judged':
        return toneOf(reply) !== undefined;
      case 'day':
        return campaignDay(campaign, reply.at) === opened.date;
      case 'nurture':
        return campaign.id === opened.key && (opened.tone === undefined || toneOf(reply) === opened.tone);
      case 'program':
        return nameKey(campaign.program) === opened.key && (opened.tone === undefined || toneOf(reply) === opened.tone);
      case 'clicks': case 'missed':
        return false;
    }
  });
}
