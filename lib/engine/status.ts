import type { Ports } from '@/lib/engine/ports';

/** Keeps the toolbar sign true: approvals waiting, something stopped, a message on its way. */
export async function showStatus(ports: Ports): Promise<void> {
  const { db } = ports;
  const waiting = await db.deliveries.where('[state+stateAt]').between(['pending', -Infinity], ['pending', Infinity]).count();
  const sending = await Promise.all(
    (['claimed', 'granted'] as const).map((state) => db.deliveries.where('[state+stateAt]').between([state, -Infinity], [state, Infinity]).count()),
  );
  const members = await db.members.toArray();
  const stopped = members.some((member) => member.stop !== undefined);
  await ports.badge({ waiting, stopped, sending: sending.some((count) => count > 0) });
}
