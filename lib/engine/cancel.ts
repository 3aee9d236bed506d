import type { Writer } from '@/lib/db/write';
import type { Delivery, Enrollment } from '@/lib/domain/delivery';
import type { Reason } from '@/lib/domain/reasons';
import { endEnrollment } from '@/lib/engine/enrollments';

/** Cancels one delivery if it still can be; what was claimed but not granted is canceled too. */
export async function cancelDelivery(w: Writer, delivery: Delivery, reason: Reason): Promise<boolean> {
  switch (delivery.state) {
    case 'queued': case 'pending': case 'approved': case 'scheduled': case 'claimed':
      await w.move({ ...delivery, state: delivery.state }, 'cancel', 'delivery.canceled', {
        reason, token: undefined, leaseUntil: undefined, runId: undefined, plannedAt: undefined, nextAt: undefined, pendingSince: undefined, approvedAt: undefined,
      });
      return true;
    case 'granted': case 'sent': case 'rejected': case 'canceled': case 'failed': case 'unconfirmed':
      return false;
  }
}

/** Ends an enrollment and cancels everything of it that can still be canceled, for one reason. */
export async function cancelEnrollment(w: Writer, enrollment: Enrollment, reason: Reason): Promise<void> {
  for (const delivery of await w.db.deliveries.where('enrollmentId').equals(enrollment.id).toArray()) await cancelDelivery(w, delivery, reason);
  await endEnrollment(w, enrollment, reason);
}
