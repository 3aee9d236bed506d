import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { runOrder } from '@/lib/linkedin/run-order';
import { leaveRunner } from '@/lib/linkedin/runner-place';

/** Put into the product's own tab only, when there is an order for it: every other LinkedIn page carries the small content script alone. */
export default defineUnlistedScript(() => {
  leaveRunner(runOrder);
});
