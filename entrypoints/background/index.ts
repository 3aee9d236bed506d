import { defineBackground } from 'wxt/utils/define-background';
import { startWorker } from './worker';

export default defineBackground(() => {
  startWorker();
});
