import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import type { MemberId, Message } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import type { Source } from '@/lib/domain/source';
import { Survey, type KnownValues, type PreviewSurvey } from '@/lib/engine/preview-survey';
import { peopleOf, stampOfPeople, type StandingSource } from '@/lib/engine/source-actions';

/** How long people are looked at before the page may answer, and how often what was found is shown. Milliseconds. */
const SLICE_MS = 8;
const SHOW_EVERY_MS = 400;

/** What the messages make of the people of a source. */
export interface Surveyed {
  of: string;
  people: readonly Contact[];
  survey: PreviewSurvey;
  /** `some`: the survey holds only those looked at so far */
  holds: 'everyone' | 'some';
  /** how much of the work is done, 1 when nothing is left */
  share: number;
}

const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));

/** The people of a source as they come from the database; whoever looks at them waits for more. */
class Reading {
  readonly of: string;
  readonly people: Contact[] = [];
  share = 0;
  state: 'reading' | 'done' | 'failed' = 'reading';
  private stopped: 'yes' | 'no' = 'no';
  private wake: () => void = () => undefined;

  constructor(of: string) {
    this.of = of;
  }

  async run(pieces: ReturnType<typeof peopleOf>): Promise<void> {
    try {
      for await (const { people, done, of } of pieces) {
        if (this.stopped === 'yes') return;
        for (const contact of people) this.people.push(contact);
        this.share = of === 0 ? 1 : done / of;
        this.wake();
      }
      this.state = 'done';
    } catch {
      this.state = 'failed';
    }
    this.share = 1;
    this.wake();
  }

  stop(): void {
    this.stopped = 'yes';
  }

  more(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}

/** Reads everyone of the source anew whenever somebody joins, leaves or changes. */
function useReading(source: Source | StandingSource | undefined, senderId: MemberId | undefined): Reading | undefined {
  const of = source === undefined ? '' : JSON.stringify([source, senderId]);
  const stamp = useLive(() => (source === undefined ? Promise.resolve('') : stampOfPeople(openDb(), source)), [of]).value;
  const [reading, setReading] = useState<Reading>();
  useEffect(() => {
    if (source === undefined || stamp === undefined || stamp === '') {
      setReading(undefined);
      return;
    }
    const started = new Reading(of);
    setReading(started);
    void started.run(peopleOf(openDb(), source, senderId, Date.now()));
    return () => started.stop();
  }, [of, stamp]);
  return source === undefined ? undefined : reading;
}

/**
 * Looks at what the messages make of every person of a source, in slices that leave the page free to answer, and begins again when the
 * text changes. What was found before stays until the new is there, unless it was of another source. Undefined before anybody was read.
 */
export function useSurvey(source: Source | StandingSource | undefined, senderId: MemberId | undefined, messages: readonly Message[], senderFirstName: string): Surveyed | 'failed' | undefined {
  const reading = useReading(source, senderId);
  const [shown, setShown] = useState<Surveyed | 'failed'>();
  const last = useRef(shown);
  const show = (next: Surveyed | 'failed' | undefined) => {
    last.current = next;
    setShown(next);
  };
  const known = useMemo<KnownValues>(() => new WeakMap(), [senderFirstName]);
  useEffect(() => {
    if (reading === undefined) {
      show(undefined);
      return;
    }
    const { people, of } = reading;
    const before = last.current;
    const whole = before !== undefined && before !== 'failed' && before.of === of && before.holds === 'everyone' ? before : undefined;
    const stopping = new AbortController();
    const look = async (): Promise<void> => {
      const survey = new Survey(messages, senderFirstName, known);
      let place = 0;
      let shownAt = whole === undefined ? -Infinity : performance.now();
      while (!stopping.signal.aborted) {
        const until = performance.now() + SLICE_MS;
        for (; place < people.length && performance.now() < until; place += 1) survey.look(people[place] as Contact);
        const left = people.length - place;
        if (reading.state === 'failed') return show('failed');
        if (left === 0 && reading.state === 'done') return show({ of, people, survey: survey.result(), holds: 'everyone', share: 1 });
        if (place > 0 && performance.now() > shownAt + SHOW_EVERY_MS) {
          shownAt = performance.now();
          const share = Math.min(0.99, reading.state === 'reading' ? reading.share / 2 : 0.5 + place / people.length / 2);
          show(whole === undefined ? { of, people, survey: survey.result(), holds: 'some', share } : { ...whole, share });
        }
        await (left > 0 ? breathe() : reading.more());
      }
    };
    void look();
    return () => stopping.abort();
  }, [reading, JSON.stringify(messages), senderFirstName]);
  return shown;
}
