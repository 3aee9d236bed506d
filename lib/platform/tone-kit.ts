import { browser } from 'wxt/browser';
import { readToneData, type ToneKit } from '@/lib/tone/tone-data';

let kit: Promise<ToneKit> | undefined;

/** What judges replies, read once per page or worker life from the file the extension ships. */
export function loadToneKit(): Promise<ToneKit> {
  kit ??= fetch(browser.runtime.getURL('/tone/model.json'))
    .then((answer) => answer.json())
    .then(readToneData)
    .catch((error: unknown) => {
      kit = undefined;
      throw error;
    });
  return kit;
}
