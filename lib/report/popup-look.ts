import { openDb } from '@/lib/db/database';
import type { NurturesDb } from '@/lib/db/schema';
import { readPopup, type PopupFacts } from '@/lib/engine/read-popup';
import { contextOf, readContextRest, type NurtureContext } from '@/lib/report/nurture-context';
import { readMemberRoom } from '@/lib/report/nurture-facts';
import { readFirstRows, type FirstRows } from '@/lib/report/nurture-rows';

/** What the list of nurtures is drawn from the first time. */
export interface NurturesLook {
  rows: FirstRows;
  context: NurtureContext;
  rooms: ReadonlyMap<string, number>;
}

/** Everything the popup is drawn from the first time, of one state of the database. */
export interface PopupLook {
  facts: PopupFacts;
  nurtures: NurturesLook;
}

/** Messages to review that are read for the first drawing: it shows one, and nobody is through with these before the live reading brings the rest. */
const REVIEW_FIRST = 5;

/** Reads what the popup shows first, in one transaction. `now` in milliseconds. */
export function readPopupLook(db: NurturesDb, now: number): Promise<PopupLook> {
  return db.transaction('r', db.tables, async () => {
    const [facts, rows, rest] = await Promise.all([readPopup(db, now, REVIEW_FIRST), readFirstRows(db, now), readContextRest(db, now)]);
    const context = contextOf(facts, rest);
    return { facts, nurtures: { rows, context, rooms: await readMemberRoom(db, context, now) } };
  });
}

/** The look of now at this browser's database. It begins to be read while the screen that shows it is still being fetched. */
export function popupLook(): Promise<PopupLook> {
  return readPopupLook(openDb(), Date.now());
}
