import { StateBadge } from '@/components/queue/state';
import { SelectField } from '@/components/ui/field';
import { Icon, type IconName } from '@/components/ui/icon';
import { showToast } from '@/components/ui/toast';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { toneOf, type Reply, type Tone } from '@/lib/domain/reply';
import { readJourney, type JourneyItem } from '@/lib/engine/read-queue';
import { correctTone } from '@/lib/engine/reply-actions';
import { formatDateTime, formatDay, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { journalText } from '@/components/journal/journal-text';

const ICONS: Readonly<Record<JourneyItem['kind'], IconName>> = { message: 'send', reply: 'reply', click: 'link', decision: 'journal' };

/** The tone of a reply, corrected with one choice. */
function ToneField({ reply }: { reply: Reply }) {
  if (reply.kind !== 'counted') return null;
  const choose = async (value: Tone | 'none') => {
    await correctTone(openDb(), Date.now(), reply.id, value === 'none' ? undefined : value);
    showToast({ text: t('contacts.toneChanged'), undo: () => void correctTone(openDb(), Date.now(), reply.id, reply.correctedTone) });
  };
  return (
    <div style={{ width: '9rem', marginTop: '0.35rem' }}>
      <SelectField<Tone | 'none'>
        bare small label={t('contacts.tone')} value={toneOf(reply) ?? 'none'} onChange={(value) => void choose(value)}
        options={[
          { value: 'positive', text: t('contacts.tonePositive') }, { value: 'neutral', text: t('contacts.toneNeutral') },
          { value: 'negative', text: t('contacts.toneNegative') }, { value: 'none', text: t('contacts.toneNone') },
        ]}
      />
    </div>
  );
}

function Item({ item }: { item: JourneyItem }) {
  switch (item.kind) {
    case 'message': {
      const { delivery } = item;
      return (
        <>
          <span class="strong">{t('contacts.journeyMessage', { step: delivery.step + 1 })}</span> <StateBadge state={delivery.state} />
          {delivery.reason === undefined ? null : <div class="small muted">{t(`reasons.${delivery.reason}`)}</div>}
          {delivery.text === undefined ? null : <div class="journey-text">{delivery.text}</div>}
        </>
      );
    }
    case 'reply':
      return (
        <>
          <span class="strong">{t(item.reply.kind === 'automatic' ? 'contacts.journeyAutomatic' : 'contacts.journeyReply')}</span>
          <div class="journey-text">{item.reply.text ?? t('popup.noReplyText')}</div>
          <ToneField reply={item.reply} />
        </>
      );
    case 'click':
      return <span>{t('contacts.journeyClick', { url: item.url, count: item.clicks })}</span>;
    case 'decision':
      return <span>{journalText(item.entry.kind)}{item.entry.reason === undefined ? '' : ` · ${t(`reasons.${item.entry.reason}`)}`}</span>;
  }
}

/** Every message, reply, click and decision with one person over all campaigns, newest first. */
export function Journey({ id }: { id: string }) {
  const { value } = useLive(() => readJourney(openDb(), id), [id]);
  return (
    <section class="card" aria-labelledby="journey">
      <h2 id="journey">{t('contacts.journey')}</h2>
      {value === undefined ? null : value.length === 0 ? <p class="muted">{t('contacts.journeyEmpty')}</p> : (
        <ol class="journey">
          {value.map((item, index) => (
            <li key={`${item.kind} ${item.at} ${index}`}>
              <Icon name={ICONS[item.kind]} />
              <div>
                <div class="small muted num" title={formatDay(item.at, readerZone())}>{formatDateTime(item.at, readerZone())}{item.campaignName === '' ? '' : ` · ${item.campaignName}`}</div>
                <Item item={item} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
