import { useEffect, useState } from 'preact/hooks';
import { inputOf, type Form } from '@/components/editor/form';
import { storedSourceId, type EditorWorld } from '@/components/editor/use-editor';
import { heldText } from '@/components/editor/preview';
import { forecasterApart } from '@/components/forecast/forecast-apart';
import { bindsSentences, StepDays } from '@/components/forecast/forecast-lines';
import { Icon, type IconName } from '@/components/ui/icon';
import { openDb } from '@/lib/db/database';
import type { Campaign } from '@/lib/domain/campaign';
import { displayName } from '@/lib/domain/contact';
import type { CampaignForecast } from '@/lib/domain/forecast';
import { preflight, type Preflight } from '@/lib/engine/preflight';
import { formatBoth, formatLongDate } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

const IDLE_MS = 1200;

/** The campaign as it would be stored, for looking ahead only. */
async function supposed(form: Form, campaign: Campaign | undefined, now: number): Promise<Campaign> {
  const { senderId, sourceId, ...input } = inputOf(form, await storedSourceId(form, now));
  const { id, seed } = form.born ?? { id: 'preview', seed: 'preview' };
  const base: Omit<Campaign, 'senderId' | 'sourceId'> = campaign ?? { ...input, id, state: 'draft', version: 1, seed, createdAt: now, updatedAt: now, slotsFrom: now };
  const { senderId: _sender, sourceId: _source, ...kept }: Partial<Campaign> & typeof base = base;
  return { ...kept, ...input, ...(senderId === undefined ? {} : { senderId }), ...(sourceId === undefined ? {} : { sourceId }) };
}

/** Looks ahead once typing has rested; undefined until there is an answer, or while something must be mended first. */
function usePreflight(form: Form, campaign: Campaign | undefined, valid: boolean): Preflight | 'failed' | undefined {
  const [state, setState] = useState<Preflight | 'failed'>();
  useEffect(() => {
    if (!valid) {
      setState(undefined);
      return;
    }
    const left = new AbortController();
    const timer = setTimeout(() => {
      const now = Date.now();
      supposed(form, campaign, now).then((row) => preflight(openDb(), now, row, forecasterApart(left.signal)))
        .then((result) => !left.signal.aborted && setState(result), () => !left.signal.aborted && setState('failed'));
    }, IDLE_MS);
    return () => {
      left.abort();
      clearTimeout(timer);
    };
  }, [form, campaign?.updatedAt, valid]);
  return state;
}

function Point({ icon, tint, text, more }: { icon: IconName; tint: 'bad' | 'warn' | 'good'; text: string; more?: string }) {
  return (
    <li class={`preflight-point preflight-${tint}`}>
      <Icon name={icon} size={15} />
      <span>{text}{more === undefined ? null : <span class="muted"> {more}</span>}</span>
    </li>
  );
}

function forecastText(forecast: CampaignForecast, zone: string): string {
  const last = forecast.events.at(-1);
  if (forecast.first === undefined || last === undefined) return t('editor.preflightNothing');
  const people = new Set(forecast.events.filter((event) => event.step === 0).map((event) => event.contactId)).size;
  const days = { people, first: formatBoth(forecast.first.at, zone), count: forecast.events.length, last: formatLongDate(last.day) };
  switch (forecast.end) {
    case 'finished': return t('editor.forecastFinished', days);
    case 'goesOn': return t('editor.forecastGoesOn', days);
    case 'lastDay': return t('editor.forecastLastDay', days);
    case 'stopped': return t('editor.preflightNothing');
  }
}

function Points({ result, form, stage }: { result: Preflight; form: Form; stage: Stage }) {
  const { blocks, passed, held, looked, forecast, nobody } = result;
  return (
    <ul class="preflight-points">
      {blocks.map((reason) => <Point key={reason} icon="stopped" tint="bad" text={t(`reasons.${reason}`)} more={t(`remedies.${reason}`)} />)}
      {nobody === 'no' || form.source === '' ? null : stage === 'running' ? <Point icon="info" tint="warn" text={t('editor.outlookNobody')} /> : <Point icon="errors" tint="bad" text={t('editor.preflightNobody')} />}
      {held > 0 ? <Point icon="warnings" tint="warn" text={t('editor.preflightHeld', { count: looked, held })} more={t('remedies.missingVariable')} /> : null}
      {passed.map(({ reason, count }) => <Point key={reason} icon="warnings" tint="warn" text={t('editor.preflightPassed', { count, reason: t(`reasons.${reason}`) })} />)}
      {forecast === undefined ? null : bindsSentences(forecast).map((sentence) => <Point key={sentence} icon="info" tint="warn" text={sentence} />)}
      {forecast === undefined ? null : <Point icon="check" tint="good" text={forecastText(forecast, form.timeZone)} more={forecast.events.length === 0 ? '' : t('dashboard.forecastHint')} />}
    </ul>
  );
}

/** Whether the look ahead is for a start, or for what already runs and how it would go on with what is typed. */
type Stage = 'starting' | 'running';

/** What would happen if it were started now, or how what runs would go on: everything that would go wrong, when it would be through, and the next five texts. */
export function PreflightPanel({ form, world, valid }: { form: Form; world: EditorWorld; valid: boolean }) {
  const result = usePreflight(form, world.campaign, valid);
  const stage: Stage = world.campaign?.state === 'active' ? 'running' : 'starting';
  const title = t(stage === 'running' ? 'editor.outlook' : 'editor.preflight');
  if (!valid || result === undefined || result === 'failed') return <p class="muted small" role="status">{valid ? (result === 'failed' ? t('common.readFailed') : t('editor.preflightLooking')) : t('editor.preflightMend')}</p>;
  return (
    <section class="preflight" aria-label={title}>
      <h3>{title}</h3>
      <Points result={result} form={form} stage={stage} />
      {result.forecast === undefined ? null : <StepDays forecast={result.forecast} />}
      {result.first.length === 0 ? null : (
        <details>
          <summary>{t(stage === 'running' ? 'editor.nextTexts' : 'editor.firstTexts', { count: result.first.length })}</summary>
          <ol class="first-texts">
            {result.first.map(({ contact, rendered, at }) => (
              <li key={contact.id}>
                <div class="row-wrap small"><span class="strong">{displayName(contact) || t('common.unnamedPerson')}</span>{at === undefined ? null : <span class="muted">{formatBoth(at, form.timeZone)}</span>}</div>
                {rendered.kind === 'text' ? <div class="bubble-text">{rendered.text}</div> : <div class="bubble-held">{heldText(rendered)}</div>}
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}
