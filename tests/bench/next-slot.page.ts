import { nextSlotAfter, type Schedule } from '@/lib/domain/schedule';
import { WEEKDAYS } from '@/lib/domain/zoned-time';

// Runs inside the browser: the same question asked of the product and of the browser's own Temporal.

const NOW = Date.UTC(2026, 2, 27, 15, 7, 11);
const CAMPAIGNS = 10_000;

/** Campaigns spread over all zones, with one to four slots each on three to seven days; the same in every page. */
function campaigns(): Schedule[] {
  const zones = Intl.supportedValuesOf('timeZone');
  let state = 7;
  const below = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  return Array.from({ length: CAMPAIGNS }, (_, index) => {
    const first = below(7);
    const days = WEEKDAYS.filter((_, day) => (day + first) % 7 < 3 + below(5));
    const open = days.length > 0 ? days : WEEKDAYS;
    const slots = Array.from({ length: 1 + below(4) }, (_, slot) => {
      const start = 420 + slot * 200 + below(60);
      return { id: `slot ${slot}`, days: open, start, end: start + 15 + below(120) };
    });
    return { timeZone: zones[index % zones.length] ?? 'UTC', slots, cohortSize: 5, skipDays: below(5) === 0 ? ['2026-03-30'] : [] };
  });
}

function nextByTemporal(schedule: Schedule): number | undefined {
  const now = Temporal.Instant.fromEpochMilliseconds(NOW);
  let date = now.toZonedDateTimeISO(schedule.timeZone).toPlainDate();
  for (let left = 7 * (schedule.skipDays.length + 2); left > 0; left -= 1) {
    const weekday = WEEKDAYS[date.dayOfWeek - 1];
    if (schedule.skipDays.length === 0 || !schedule.skipDays.includes(date.toString())) {
      let earliest: number | undefined;
      for (const slot of schedule.slots) {
        if (!weekday || !slot.days.includes(weekday)) continue;
        const plainTime = { hour: Math.floor(slot.start / 60), minute: slot.start % 60 };
        const startsAt = date.toZonedDateTime({ timeZone: schedule.timeZone, plainTime }).epochMilliseconds;
        if (startsAt > NOW && (earliest === undefined || startsAt < earliest)) earliest = startsAt;
      }
      if (earliest !== undefined) return earliest;
    }
    date = date.add({ days: 1 });
  }
  return undefined;
}

const questions = {
  product: (schedule: Schedule) => nextSlotAfter(schedule, NOW)?.startsAt,
  temporal: nextByTemporal,
};

/** What one page measured: milliseconds for all campaigns, asked the first time and once more, and the answers. */
export interface Measured {
  readonly first: number;
  readonly again: number;
  readonly answers: readonly (number | undefined)[];
}

function measure(who: keyof typeof questions): Measured {
  const schedules = campaigns();
  const ask = questions[who];
  const timed = () => {
    const begin = performance.now();
    const answers = schedules.map(ask);
    return { took: performance.now() - begin, answers };
  };
  const first = timed();
  const again = timed();
  return { first: first.took, again: again.took, answers: first.answers };
}

Object.assign(globalThis, { measure });
