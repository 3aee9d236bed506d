import { Avatar, Badge } from '@/components/ui/badge';
import { Dialog } from '@/components/ui/dialog';
import { SelectField } from '@/components/ui/field';
import { hashOf } from '@/components/ui/route';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import { displayName } from '@/lib/domain/contact';
import { toneOf, type Reply, type Tone } from '@/lib/domain/reply';
import { correctTone } from '@/lib/engine/reply-actions';
import { formatDateTime, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import type { Dashboard } from '@/lib/report/dashboard';

const SHOWN = 100;

type Campaigns = Dashboard['campaigns'];

function messageNumber(reply: Reply, campaigns: Campaigns): number | undefined {
  const index = campaigns.get(reply.campaignId)?.messages.findIndex((message) => message.id === reply.messageId) ?? -1;
  return index === -1 ? undefined : index + 1;
}

function ReplyItem({ reply, name, campaigns }: { reply: Reply; name: string; campaigns: Campaigns }) {
  const tone = toneOf(reply);
  const number = messageNumber(reply, campaigns);
  const campaign = campaigns.get(reply.campaignId);
  return (
    <li class="reply-item">
      <Avatar name={name} size={28} />
      <div class="grow stack-tight">
        <div class="row-wrap">
          <a class="strong" href={hashOf(['contacts', reply.contactId])}>{name}</a>
          <span class="muted small">{formatDateTime(reply.at, readerZone())}</span>
          {reply.correctedTone === undefined ? null : <Badge>{t('dashboard.corrected')}</Badge>}
        </div>
        <div class="muted small">{campaign === undefined ? '' : <a href={hashOf(['nurtures', campaign.id])}>{campaign.name}</a>}{number === undefined ? '' : ` · ${t('dashboard.answered', { number })}`}</div>
        <p class="reply-text">{reply.text ?? t('dashboard.textGone')}</p>
        {reply.toneWords.length === 0 ? null : <div class="small faint">{t('dashboard.words', { words: reply.toneWords.join(', ') })}</div>}
      </div>
      <SelectField<Tone | ''>
        bare small label={t('dashboard.toneOf', { name })} value={tone ?? ''} onChange={(chosen) => void correctTone(openDb(), Date.now(), reply.id, chosen === '' ? undefined : chosen)}
        options={[...(tone === undefined ? [{ value: '' as const, text: t('dashboard.notJudged') }] : []), ...(['positive', 'neutral', 'negative'] as const).map((value) => ({ value, text: t(`dashboard.${value}`) }))]}
      />
    </li>
  );
}

/** The replies a number counts, newest first, with the message each answered; one choice corrects a tone. */
export function RepliesDialog({ title, replies, campaigns, onClose }: { title: string; replies: readonly Reply[]; campaigns: Campaigns; onClose: () => void }) {
  const shown = replies.slice(0, SHOWN);
  const contacts = useLive(() => openDb().contacts.bulkGet(shown.map((reply) => reply.contactId)), [shown.map((reply) => reply.id).join(' ')]);
  return (
    <Dialog wide title={title} onClose={onClose}>
      <ul class="reply-list">
        {shown.map((reply, index) => {
          const contact = contacts.value?.[index];
          return <ReplyItem key={reply.id} reply={reply} campaigns={campaigns} name={(contact === undefined ? '' : displayName(contact)) || t('common.unnamedPerson')} />;
        })}
      </ul>
      {replies.length > SHOWN ? <p class="muted small">{t('dashboard.moreReplies', { count: replies.length - SHOWN })}</p> : null}
    </Dialog>
  );
}
