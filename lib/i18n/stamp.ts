import { formatInTimeZone } from 'date-fns-tz';
import { isZone } from '@/lib/domain/zoned-time';

/** An instant as a sortable stamp with its offset, for files: '2026-11-24 09:05:00+01:00'. */
export function formatStamp(instant: number, zone: string): string {
  return formatInTimeZone(instant, isZone(zone) ? zone : 'UTC', 'yyyy-MM-dd HH:mm:ssxxx');
}
