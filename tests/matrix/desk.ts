import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Delivery } from '../../lib/domain/delivery.ts';
import type { JournalEntry } from '../../lib/domain/journal.ts';
import type { Member } from '../../lib/domain/member.ts';
import { launch, type Browser } from '../browser/chromium.ts';
import { activate, readyMember, writeNurture } from '../browser/journey.ts';
import { passTime } from '../browser/passing-time.ts';
import { store, storedRows } from '../browser/stored.ts';
import { startPracticeLinkedIn, type PracticeLinkedIn } from '../practice-linkedin/server.ts';
import { defaultSwitches } from '../practice-linkedin/switches.ts';
import type { Person } from '../practice-linkedin/world.ts';
import { nameOf, switchesOf, type Cell } from './cells.ts';

const EXTENSION = join(import.meta.dirname, '../../.output/chrome-mv3');
const DAY = 86_400_000;
const EVERY_DAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Waiting makes up most of a cell: it passes this many times as fast for page, worker and stand-in alike. */
const PACE = 6;

/** What one cell showed. `wanted` messages were to go out; each that did is proved by the row the stand-in stored for it. */
export interface CellResult {
  readonly cell: string;
  readonly ok: boolean;
  readonly sent: number;
  readonly proved: number;
  readonly wanted: number;
  /** what is not as it should be */
  readonly wrong: readonly string[];
  readonly seconds: number;
}

/**
 * A member with one nurture over all connections and one slot a day. Each cell is the next day's slot, on pages that look as the cell says; in a Press
 * Enter cell the day before it shows that nothing is sent without the member's permission.
 */
export class MatrixDesk {
  private readonly practice: PracticeLinkedIn;
  private readonly browser: Browser;
  private readonly options: Page;
  private readonly perCell: number;
  private day: number;

  private constructor(practice: PracticeLinkedIn, browser: Browser, options: Page, perCell: number, day: number) {
    this.practice = practice;
    this.browser = browser;
    this.options = options;
    this.perCell = perCell;
    this.day = day;
  }

  static async open(seed: number, cells: number, perCell: number): Promise<MatrixDesk> {
    const start = Math.ceil(Date.now() / DAY) * DAY + DAY + 12 * 3_600_000;
    const practice = await startPracticeLinkedIn({ seed, people: Math.ceil(cells * perCell * 1.5) + 120, now: start, pace: PACE });
    const browser = await launch({ extensionDir: EXTENSION, practicePort: practice.port, now: start, pace: PACE });
    const options = await readyMember(browser, practice, practice.world.withTrait('plain'));
    await writeNurture(options, {
      name: 'Matrix', program: 'Matrix', timeZone: 'UTC', slots: [{ days: EVERY_DAY, start: '09:00', end: '11:00' }], askMe: false, peoplePerSlot: perCell,
      messages: [{ body: 'Hello {{firstName}},\n\nthis is for you.\nBest, Sam' }],
    });
    await activate(options, 'Matrix');
    await options.goto('about:blank');
    await options.goto(`chrome-extension://${browser.extensionId()}/manifest.json`);
    return new MatrixDesk(practice, browser, options, perCell, Math.floor(start / DAY) * DAY);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.practice.close();
  }

  async run(cell: Cell): Promise<CellResult> {
    const began = Date.now();
    const { practice } = this;
    const stranger = practice.world.connections.at(-1);
    Object.assign(practice.switches, defaultSwitches(), switchesOf(cell, stranger?.id ?? ''));
    const wrong: string[] = [];
    await this.changeMember({ permission: false });
    if (cell.mode === 'Press Enter') {
      await this.nextSlot();
      const refused = (await this.newDeliveries()).filter((delivery) => delivery.state !== 'sent');
      if (practice.record.sent.length > this.sentBefore) wrong.push('sent although LinkedIn is set to Press Enter');
      if (!refused.some((delivery) => delivery.reason === 'pressEnterMode')) wrong.push(`no delivery says pressEnterMode: ${refused.map((delivery) => `${delivery.state} ${delivery.reason ?? ''}`).join(', ')}`);
      await this.changeMember({ permission: true });
    }
    const switchesBefore = await this.switches();
    const before = practice.record.sent.length;
    await this.nextSlot();
    const sent = practice.record.sent.slice(before);
    const urns = new Set((await storedRows<Delivery>(this.options, 'deliveries')).flatMap((delivery) => (delivery.state === 'sent' && delivery.sentUrn !== undefined ? [delivery.sentUrn] : [])));
    const proved = sent.filter((message) => urns.has(message.urn)).length;
    // Whoever had to wait on the day of the refusal is written to beside the new ones.
    const wanted = cell.mode === 'Press Enter' ? Math.max(this.perCell, sent.length) : this.perCell;
    if (sent.length !== wanted) wrong.push(await this.whyNot());
    if (proved !== sent.length) wrong.push(`${String(sent.length - proved)} sent without proof`);
    if (new Set(sent.map((message) => message.recipientId)).size !== sent.length) wrong.push('somebody was written to twice');
    for (const message of sent) if (message.text !== textFor(practice.world.byId(message.recipientId))) wrong.push(`another text to ${message.recipientId}`);
    if (cell.mode === 'Press Enter' && (await this.switches()) !== switchesBefore + 1) wrong.push('the switch to Click Send is not in the journal once');
    if (practice.record.privateRequests.length > 0) wrong.push('a private endpoint was asked');
    if (practice.switches.oldBubble !== null && practice.record.submits.some((submit) => submit.text.includes('I was about to'))) wrong.push("the other person's draft went out");
    return { cell: nameOf(cell), ok: wrong.length === 0, sent: sent.length, proved, wanted, wrong, seconds: (Date.now() - began) / 1000 };
  }

  private sentBefore = 0;
  private known = new Set<string>();

  /** Lets one slot go by. */
  private async nextSlot(): Promise<void> {
    this.sentBefore = this.practice.record.sent.length;
    this.known = new Set((await storedRows<Delivery>(this.options, 'deliveries')).map((delivery) => delivery.id));
    this.day += DAY;
    await passTime(this.browser, this.practice, this.day + 12 * 3_600_000, () => false, 75_000);
  }

  private async newDeliveries(): Promise<Delivery[]> {
    return (await storedRows<Delivery>(this.options, 'deliveries')).filter((delivery) => !this.known.has(delivery.id));
  }

  private async switches(): Promise<number> {
    return (await storedRows<JournalEntry>(this.options, 'journal')).filter((entry) => entry.kind === 'page.switchedToClickSend').length;
  }

  /** What the product itself says about a day on which not everything went out. */
  private async whyNot(): Promise<string> {
    const states = (await this.newDeliveries()).map((delivery) => `${delivery.state} ${delivery.reason ?? ''} ${delivery.evidence ?? ''}`.trim());
    const runs = (await storedRows<{ startsAt: number; state: string; reason?: string }>(this.options, 'runs')).toSorted((a, b) => b.startsAt - a.startsAt);
    return `not all sent: ${states.join(', ') || 'nobody was taken'}; slot ${runs[0]?.state ?? 'none'} ${runs[0]?.reason ?? ''}`;
  }

  /** The member's limits at their highest, every page generation new to the account, and the permission the cell needs. */
  private async changeMember({ permission }: { permission: boolean }): Promise<void> {
    const members = await storedRows<Member>(this.options, 'members');
    await store(this.options, 'members', members.map((member): Member => {
      const { mayChooseClickSend: _before, newPage: _new, halfUntil: _half, ...rest } = member;
      return { ...rest, limits: { ...member.limits, perDay: 60, perWeek: 300, perHour: 25, perTenMinutes: 8, profilesPerDay: 40, ramp: 'off' }, provenPages: [], ...(permission ? { mayChooseClickSend: 'yes' } : {}) };
    }));
  }
}

function textFor(person: Person | undefined): string {
  return `Hello ${person?.firstName ?? ''},\n\nthis is for you.\nBest, Sam`;
}
