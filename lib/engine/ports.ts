import type { FetchPort } from '@/lib/clicks/http';
import type { NurturesDb } from '@/lib/db/schema';
import type { Reason } from '@/lib/domain/reasons';
import type { Tone } from '@/lib/domain/reply';

/** An alarm as the browser holds it. */
export interface Bell {
  name: string;
  at: number;
}

/** How opening or navigating the product's own tab ended. */
export type TabResult = 'ok' | 'noWindow' | 'siteAccess' | 'failed';

/** What a reply was judged to be. */
export interface ToneJudgement {
  tone?: Tone;
  words: string[];
  language?: string;
}

/** Judges what people write back, on this device and without waiting. */
export interface Judge {
  /** `language`: the one the conversation is held in, if known */
  tone: (text: string, language?: string) => ToneJudgement;
  /** the sentence that asks to stop, if there is one */
  optOut: (text: string) => string | undefined;
  automatic: (text: string) => boolean;
}

/** Everything of the world outside the database that the engine needs. */
export interface Ports {
  db: NurturesDb;
  now: () => number;
  /** a fresh unguessable id */
  newId: () => string;
  bells: {
    list: () => Promise<Bell[]>;
    /** `periodMinutes` for the heartbeat */
    set: (name: string, at: number, periodMinutes?: number) => Promise<void>;
    clear: (name: string) => Promise<void>;
  };
  tab: {
    /** shows `path` in the product's own tab, opening it without focus in a normal window if there is none */
    show: (path: string) => Promise<TabResult>;
    /** whether the own tab is still there */
    exists: () => Promise<boolean>;
    /** whether Chrome shows an error page of its own there, in which no script of ours can run */
    failed: () => Promise<boolean>;
    /** closes the product's own tab, if it is still there */
    close: () => Promise<void>;
    /** tells the driver in the own tab to stop before the grant; no answer is fine */
    stop: (orderId: string, reason: Reason) => Promise<void>;
    /** the tab shows a page nobody sent it to: it is left to the member if they are looking at it */
    leave: () => Promise<void>;
    /** brings the own tab to the front of its window: a draft waits in it for the member's press */
    reveal: () => Promise<void>;
  };
  /** whether this worker belongs to the browser session that wrote the last wake */
  sameSession: () => Promise<boolean>;
  badge: (state: { waiting: number; stopped: boolean; sending: boolean }) => Promise<void>;
  notify: (kind: 'approvals' | 'reply' | 'stop', facts: { count?: number; nurtures?: number; name?: string; contactId?: string }) => Promise<void>;
  /** asks the link tracker; nothing else is ever asked over the network */
  fetch: FetchPort;
  /** opens the judge of replies; to be awaited before a write begins, which may not wait for it */
  judge: () => Promise<Judge>;
}
