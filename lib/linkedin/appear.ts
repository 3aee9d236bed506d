import type { Page } from '@/lib/linkedin/page';
import { until } from '@/lib/linkedin/wait';
import { readWallAtLast } from '@/lib/linkedin/wall';

/** Parts of LinkedIn's pages appear 5 to 30 s after a navigation, heavy threads the longest (linkedin-pages 4.4). */
const APPEAR_MS = 45_000;
/** A page that says it could not load is believed after this long. */
const FAILED_MS = 10_000;

/** Waits for a page to show what `probe` looks for; undefined when it does not, sooner when the page says that it failed to load. */
export async function appears<T>(page: Page, probe: () => T | undefined): Promise<T | undefined> {
  const soon = await until(page, FAILED_MS, probe);
  if (soon !== undefined || readWallAtLast(page.doc) !== undefined) return soon;
  return until(page, APPEAR_MS - FAILED_MS, probe);
}
