const DAY = 24 * 3_600_000;

/** Days since the epoch's Thursday, by weekday. */
const SINCE_THURSDAY = { wednesday: 6, saturday: 2 } as const;

/**
 * Midnight in UTC (epoch milliseconds) of the first such weekday that begins two days from now or later. Measured worlds lie ahead of the real clock, which alarms
 * follow: an alarm for an instant behind it rings at once and is set anew again and again, and what is measured has a busy worker beside it.
 */
export function midnightAhead(weekday: keyof typeof SINCE_THURSDAY, now: number = Date.now()): number {
  const day = Math.ceil(now / DAY) + 2;
  return (day + ((SINCE_THURSDAY[weekday] - (day % 7) + 7) % 7)) * DAY;
}
