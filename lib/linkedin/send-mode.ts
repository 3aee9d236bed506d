import { sendModeOf, type Composer } from '@/lib/linkedin/composer';
import { all } from '@/lib/linkedin/find';
import type { Page } from '@/lib/linkedin/page';
import { until } from '@/lib/linkedin/wait';

/**
 * Opens the send options of a composer in press-Enter mode and chooses "Click Send", once, with the member's permission. The choice
 * is the other of the two radios, whatever the language. Says whether a Send button stands there afterwards.
 */
export async function chooseClickSend(page: Page, locate: () => Composer | undefined): Promise<boolean> {
  const composer = locate();
  const [toggle, second] = composer === undefined ? [] : all(composer.form, 'sendToggle');
  if (composer === undefined || toggle === undefined || second !== undefined) return false;
  toggle.click();
  const radio = await until(page, 5000, () => {
    const radios = all(page.doc, 'sendModes');
    const others = radios.filter((candidate) => !isChosen(candidate));
    return radios.length === 2 && others.length === 1 ? others[0] : undefined;
  });
  if (radio === undefined) return false;
  radio.click();
  const mode = await until(page, 5000, () => {
    const now = locate();
    return now !== undefined && sendModeOf(now) === 'click' ? 'click' : undefined;
  });
  return mode === 'click';
}

function isChosen(radio: HTMLElement): boolean {
  return radio.getAttribute('aria-checked') === 'true' || radio.matches(':checked');
}
