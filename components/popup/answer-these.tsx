import { Avatar, Badge } from '@/components/ui/badge';
import { IconButton } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import { openDb } from '@/lib/db/database';
import { displayName, type Contact } from '@/lib/domain/contact';
import type { UnreadThread } from '@/lib/engine/inbox';
import type { WaitingReply } from '@/lib/engine/read-popup';
import { openedReply, tickOffReply, untickReply } from '@/lib/engine/reply-actions';
import { formatRelative } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';
import { conversationAddress } from '@/lib/linkedin/addresses';

/** Where the member answers. */
const answerAt = (threadId: string | undefined, contact: Contact | undefined): string => conversationAddress({ threadId, memberId: contact?.memberId, slug: contact?.slugs.at(-1) });

async function tickOff(id: string): Promise<void> {
  await tickOffReply(openDb(), Date.now(), id);
  showToast({ text: t('popup.answerTicked'), undo: () => void untickReply(openDb(), Date.now(), id) });
}

function ReplyRow({ waiting }: { waiting: WaitingReply }) {
  const { reply, contact, campaignName } = waiting;
  const name = (contact === undefined ? '' : displayName(contact)) || t('review.unnamed');
  return (
    <li class="popup-reply">
      <Avatar name={name} size={28} />
      <div class="grow">
        <div class="ellipsis" title={campaignName}>
          <a
            class="strong" href={answerAt(reply.threadId, contact)} target="_blank" rel="noopener" title={t('popup.answerOpen', { name })}
            onClick={() => void openedReply(openDb(), Date.now(), reply.id)}
          >
            {name}
          </a>
          <span class="small muted"> · {formatRelative(reply.at, Date.now())} · {campaignName}</span>
        </div>
        <div class={`small popup-reply-text ${reply.text === undefined ? 'muted' : ''}`}>{reply.text ?? t('popup.noReplyText')}</div>
      </div>
      <IconButton icon="check" size="s" label={t('popup.answerTick', { name })} onClick={() => void tickOff(reply.id)} />
    </li>
  );
}

/** A conversation with something unread: opening it is the one thing to do. */
function UnreadRow({ contact, threadId }: UnreadThread) {
  const name = displayName(contact) || t('review.unnamed');
  return (
    <li class="popup-reply">
      <Avatar name={name} size={28} />
      <div class="grow">
        <a class="strong" href={answerAt(threadId, contact)} target="_blank" rel="noopener" title={t('popup.answerOpen', { name })}>{name}</a>
        <div class="small muted">{t('popup.answerUnread')}</div>
      </div>
    </li>
  );
}

/** Replies that wait for the member, newest first, each until it is opened or ticked off; then conversations nobody has opened yet. */
export function AnswerThese({ replies, total, unread }: { replies: readonly WaitingReply[]; total: number; unread: readonly UnreadThread[] }) {
  if (total + unread.length === 0) return null;
  return (
    <section class="popup-section" aria-labelledby="answer-these">
      <div class="popup-title"><h2 id="answer-these">{t('popup.answerThese')}</h2><Badge tint="good">{total + unread.length}</Badge></div>
      <ul>
        {replies.map((waiting) => <ReplyRow key={waiting.reply.id} waiting={waiting} />)}
        {unread.map((thread) => <UnreadRow key={thread.contact.id} {...thread} />)}
      </ul>
      {total > replies.length ? <p class="small muted">{t('popup.answerMore', { count: total - replies.length })}</p> : null}
    </section>
  );
}
