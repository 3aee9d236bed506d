import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ALL, emptyForm, formOf, inputOf, parseForm, RECENT, type Form } from '@/components/editor/form';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { nameKey, type Campaign } from '@/lib/domain/campaign';
import { checkCampaign, type CampaignProblem } from '@/lib/domain/campaign-check';
import type { Member } from '@/lib/domain/member';
import type { Run } from '@/lib/domain/run';
import type { Source } from '@/lib/domain/source';
import { hasSent } from '@/lib/engine/campaign-actions';
import { readCustomColumns } from '@/lib/engine/custom-columns';
import { standingSource, type StandingSource } from '@/lib/engine/source-actions';
import { compareTexts, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

/** Id of the draft of a nurture that is not stored yet. */
export const NEW = 'new';

/** What the editor is given to choose from, live. */
export interface EditorWorld {
  members: readonly Member[];
  sources: readonly Source[];
  customNames: readonly string[];
  names: readonly string[];
  programs: readonly string[];
  campaign: Campaign | undefined;
  run: Run | undefined;
  senderFixed: boolean;
}

function distinct(values: readonly string[]): string[] {
  const known = new Map<string, string>();
  for (const value of values) if (value !== '' && !known.has(nameKey(value))) known.set(nameKey(value), value);
  return [...known.values()].sort(compareTexts);
}

async function readWorld(id: string): Promise<EditorWorld> {
  const db = openDb();
  const [members, sources, customNames, campaigns, campaign, run, senderFixed] = await Promise.all([
    db.members.toArray(), db.sources.toArray(), readCustomColumns(db), db.campaigns.toArray(), db.campaigns.get(id),
    db.runs.where('[campaignId+startsAt]').between([id, -Infinity], [id, Infinity]).last(), hasSent(db, id),
  ]);
  return {
    members, sources: sources.sort((a, b) => compareTexts(a.name, b.name)), customNames, campaign, run, senderFixed,
    names: distinct(campaigns.map((row) => row.name)), programs: distinct(campaigns.map((row) => row.program)),
  };
}

interface Opened {
  id: string;
  base: Form;
  form: Form;
  /** when the draft shown was last typed in; absent when nothing waits to be saved */
  draftAt?: number;
}

/** The stored source of a campaign, if it still exists. */
export async function sourceOf(campaign: Campaign): Promise<Source | undefined> {
  return campaign.sourceId === undefined ? undefined : openDb().sources.get(campaign.sourceId);
}

/** Whose first nurture it is has one source to choose: all connections, newest first. */
async function firstSource(id: string): Promise<string> {
  const db = openDb();
  const [campaigns, connections] = await Promise.all([db.campaigns.count(), db.connections.count()]);
  return id === NEW && campaigns === 0 && connections > 0 ? ALL : '';
}

async function open(id: string): Promise<Opened | 'gone'> {
  const db = openDb();
  const [campaign, draft] = await Promise.all([db.campaigns.get(id), db.editorDrafts.get(id)]);
  if (id !== NEW && campaign === undefined) return 'gone';
  const base = campaign === undefined ? { ...emptyForm(readerZone(), () => crypto.randomUUID()), source: await firstSource(id) } : formOf(campaign, await sourceOf(campaign));
  const kept = draft === undefined ? undefined : parseForm(draft.value);
  if (kept === undefined || draft === undefined) return { id, base, form: base };
  return { id, base, form: kept.born === undefined && base.born !== undefined ? { ...kept, born: base.born } : kept, draftAt: draft.at };
}

const SAVE_AFTER_MS = 400;

/** The stored source a form stands for; standing ones are stored when they are first used. */
export async function storedSourceId(form: Form, now: number): Promise<string | undefined> {
  const db = openDb();
  if (form.source === '') return undefined;
  const standing = standingOf(form);
  if (standing === undefined) return form.source;
  const name = standing.kind === 'all' ? t('editor.sourceAll') : t('editor.sourceRecentName', { count: standing.days });
  return standingSource(db, now, standing, name, () => crypto.randomUUID());
}

/** The standing source a form names, if it does. */
export function standingOf(form: Pick<Form, 'source' | 'recentDays'>): StandingSource | undefined {
  if (form.source === ALL) return { kind: 'all' };
  const days = Math.max(1, Math.min(3650, Math.round(Number(form.recentDays)) || 30));
  return form.source === RECENT ? { kind: 'recent', days } : undefined;
}

export interface Editor {
  state: 'loading' | 'gone' | 'open';
  form: Form;
  change: (patch: Partial<Form>) => void;
  dirty: boolean;
  draftAt: number | undefined;
  problems: readonly CampaignProblem[];
  world: EditorWorld | undefined;
  /** what is shown is stored now */
  settled: (form: Form) => Promise<void>;
  discard: () => Promise<void>;
}

/**
 * The form of one nurture. What is typed is kept as a draft in the database, so that closing the page loses nothing; saving or
 * discarding ends the draft.
 */
export function useEditor(id: string): Editor {
  const [opened, setOpened] = useState<Opened | 'gone'>();
  const world = useLive(() => readWorld(id), [id]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const waiting = useRef<(() => void) | undefined>(undefined);

  useEffect(() => {
    let stale = false;
    void open(id).then((result) => {
      if (!stale) setOpened(result);
    });
    const flush = () => waiting.current?.();
    addEventListener('pagehide', flush);
    return () => {
      stale = true;
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [id]);

  const current = opened === undefined || opened === 'gone' ? undefined : opened;
  const form = current?.form ?? emptyForm('UTC', () => '');
  const dirty = current !== undefined && JSON.stringify(current.form) !== JSON.stringify(current.base);

  const keep = (next: Opened) => {
    clearTimeout(timer.current);
    waiting.current = () => {
      clearTimeout(timer.current);
      waiting.current = undefined;
      void openDb().editorDrafts.put({ id, at: Date.now(), value: next.form });
    };
    timer.current = setTimeout(() => waiting.current?.(), SAVE_AFTER_MS);
  };
  const forget = async () => {
    clearTimeout(timer.current);
    waiting.current = undefined;
    await openDb().editorDrafts.delete(id);
  };

  const customNames = world.value?.customNames;
  const problems = useMemo(() => checkCampaign(inputOf(form, undefined), customNames ?? []), [form, customNames]);
  return {
    state: opened === 'gone' ? 'gone' : current === undefined || world.value === undefined ? 'loading' : 'open',
    form, dirty, problems, world: world.value, draftAt: current?.draftAt,
    change: (patch) => {
      setOpened((before) => {
        if (before === undefined || before === 'gone') return before;
        const next = { ...before, form: { ...before.form, ...patch } };
        keep(next);
        return next;
      });
    },
    settled: async (stored) => {
      await forget();
      setOpened({ id, base: stored, form: stored });
    },
    discard: async () => {
      await forget();
      setOpened(await open(id));
    },
  };
}
