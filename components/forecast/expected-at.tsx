import { useEffect, useState } from 'preact/hooks';
import { forecasterApart } from '@/components/forecast/forecast-apart';
import type { Delivery } from '@/lib/domain/delivery';
import { formatDateTime } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

const FRESH_MS = 60_000;
let known: { at: number; times: Promise<ReadonlyMap<string, number>> } | undefined;

/** When each message that waits will leave by the forecast; one forecast serves every row looked at within a minute. */
function expectedTimes(now: number): Promise<ReadonlyMap<string, number>> {
  if (known === undefined || now - known.at > FRESH_MS || now < known.at) {
    known = { at: now, times: forecasterApart()(now).then(({ events }) => new Map(events.map(({ deliveryId, at }) => [deliveryId, at]))) };
  }
  return known.times;
}

/** The forecast's time for a message that waits without a planned second; nothing when the forecast does not reach it. */
export function ExpectedAt({ delivery, zone }: { delivery: Delivery; zone: string }) {
  const [at, setAt] = useState<number>();
  const waits = delivery.state === 'queued' || delivery.state === 'pending' || delivery.state === 'approved';
  useEffect(() => {
    if (!waits) return;
    let stale = false;
    expectedTimes(Date.now()).then((times) => {
      if (!stale) setAt(times.get(delivery.id));
    }, () => undefined);
    return () => {
      stale = true;
    };
  }, [delivery.id, waits]);
  return !waits || at === undefined ? null : <div>{t('forecast.expected', { time: formatDateTime(at, zone) })}</div>;
}
