import { ExpectedAt } from '@/components/forecast/expected-at';
import { Badge, type Tint } from '@/components/ui/badge';
import { Hover } from '@/components/ui/hover';
import type { IconName } from '@/components/ui/icon';
import type { Delivery, DeliveryState } from '@/lib/domain/delivery';
import { assertNever } from '@/lib/domain/reasons';
import { formatDateTime, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

/** States as screens tell them apart: claimed and granted are both "Sending". */
export const SHOWN_STATES = ['queued', 'pending', 'approved', 'scheduled', 'claimed', 'unconfirmed', 'sent', 'rejected', 'canceled', 'failed'] as const satisfies readonly DeliveryState[];

/** The word for a state. */
export function stateText(state: DeliveryState): string {
  switch (state) {
    case 'claimed': case 'granted':
      return t('queue.sending');
    case 'queued': case 'pending': case 'approved': case 'scheduled': case 'sent': case 'rejected': case 'canceled': case 'failed': case 'unconfirmed':
      return t(`queue.${state}`);
    default:
      return assertNever(state);
  }
}

function lookOf(state: DeliveryState): { tint: Tint; icon: IconName } {
  switch (state) {
    case 'queued':
      return { tint: 'plain', icon: 'queue' };
    case 'pending':
      return { tint: 'accent', icon: 'eye' };
    case 'approved':
      return { tint: 'good', icon: 'check' };
    case 'scheduled':
      return { tint: 'plain', icon: 'clock' };
    case 'claimed': case 'granted':
      return { tint: 'accent', icon: 'send' };
    case 'sent':
      return { tint: 'good', icon: 'mail' };
    case 'rejected': case 'canceled':
      return { tint: 'plain', icon: 'ban' };
    case 'failed':
      return { tint: 'bad', icon: 'errors' };
    case 'unconfirmed':
      return { tint: 'warn', icon: 'warnings' };
    default:
      return assertNever(state);
  }
}

/** Word and sign of a state. */
export function StateBadge({ state }: { state: DeliveryState }) {
  const { tint, icon } = lookOf(state);
  return <Badge tint={tint} icon={icon}>{stateText(state)}</Badge>;
}

/** Why a delivery stands where it stands, what to do, and the one next time. */
export function WhyAndNext({ delivery }: { delivery: Delivery }) {
  const zone = readerZone();
  return (
    <div class="stack-tight">
      <div class="hover-title">{stateText(delivery.state)}</div>
      {delivery.reason === undefined ? null : <><div>{t(`reasons.${delivery.reason}`)}</div><div class="muted">{t(`remedies.${delivery.reason}`)}</div></>}
      {delivery.sentAt === undefined ? null : <div>{t('queue.sentAt', { time: formatDateTime(delivery.sentAt, zone) })}</div>}
      {delivery.plannedAt === undefined || delivery.state !== 'scheduled' ? null : <div>{t('queue.plannedAt', { time: formatDateTime(delivery.plannedAt, zone) })}</div>}
      {delivery.nextAt === undefined ? null : <div>{t('queue.nextAt', { time: formatDateTime(delivery.nextAt, zone) })}</div>}
      <ExpectedAt delivery={delivery} zone={zone} />
      <div class="muted">{t('queue.changedAt', { time: formatDateTime(delivery.stateAt, zone) })}</div>
    </div>
  );
}

/** The status cell: reason and remedy on hover. */
export function StateCell({ delivery }: { delivery: Delivery }) {
  const label = delivery.reason === undefined ? stateText(delivery.state) : `${stateText(delivery.state)}: ${t(`reasons.${delivery.reason}`)}`;
  return <Hover label={label} content={() => <WhyAndNext delivery={delivery} />}><StateBadge state={delivery.state} /></Hover>;
}

/** The time a queue row is about: when it was sent, is planned, or may next move. */
export function timeOf(delivery: Delivery): number {
  return delivery.sentAt ?? (delivery.state === 'scheduled' ? delivery.plannedAt : undefined) ?? delivery.nextAt ?? delivery.stateAt;
}
