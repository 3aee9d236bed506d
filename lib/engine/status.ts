import type { DeliveryState } from '@/lib/domain/delivery';
import type { Ports } from '@/lib/engine/ports';

/** Keeps the toolbar sign true: approvals waiting, something stopped, a message on its way. */
export async function showStatus(ports: Ports): Promise<void> {
  const { db } = ports;
  const { waiting, sending, members } = await db.transaction('r', db.deliveries, db.members, async () => {
    const inState = (state: DeliveryState) => db.deliveries.where('[state+stateAt]').between([state, -Infinity], [state, Infinity]).count();
    const [pending, claimed, granted, all] = await Promise.all([inState('pending'), inState('claimed'), inState('granted'), db.members.toArray()]);
    return { waiting: pending, sending: claimed + granted > 0, members: all };
  });
  await ports.badge({ waiting, stopped: members.some((member) => member.stop !== undefined), sending });
}
