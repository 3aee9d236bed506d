import { beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '@/lib/domain/zoned-time';
import { formatDateTime } from '@/lib/i18n/format';
import { applyLanguage } from '@/lib/i18n/index';

const NOW = Date.parse('2026-11-28T12:00:00Z');

describe('a day and a time', () => {
  beforeEach(() => applyLanguage('en', ['en-GB']));

  it('has no year while none is needed', () => {
    expect(formatDateTime(NOW - 290 * DAY, 'UTC', NOW)).toBe('Wed 11 Feb, 12:00');
    expect(formatDateTime(NOW + 60 * DAY, 'UTC', NOW)).toBe('Wed 27 Jan, 12:00');
  });

  it('has the year where the day could be taken for one of this year', () => {
    expect(formatDateTime(NOW - 360 * DAY, 'UTC', NOW)).toBe('3 Dec 2025, 12:00');
    expect(formatDateTime(NOW + 200 * DAY, 'UTC', NOW)).toBe('16 Jun 2027, 12:00');
  });

  it('takes the year of the zone', () => {
    const firstMinute = Date.parse('2026-01-01T00:30:00Z');
    expect(formatDateTime(firstMinute, 'UTC', NOW)).toBe('Thu 1 Jan, 00:30');
    expect(formatDateTime(firstMinute, 'America/New_York', NOW)).toBe('31 Dec 2025, 19:30');
    expect(formatDateTime(firstMinute, 'Nowhere/At_All', NOW)).toBe('Thu 1 Jan, 00:30');
  });
});
