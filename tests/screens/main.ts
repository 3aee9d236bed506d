/**
 * `npm run screens`: every screen with real-looking data, light and dark, as pictures in `.output/screens`. Words after `--` keep only the
 * shots whose name contains one of them; `--skip-build` takes the extension as it was built last; `--keep` also renews the pictures of the
 * README. Exit 0 only if every picture could be taken.
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { runnerImport } from 'vite';
import { layGround } from '../ground.ts';
import { launch, type Browser } from '../browser/chromium.ts';
import { putInto, store } from '../browser/stored.ts';
import type * as Scenes from './scenes.ts';
import { KEPT, SHOTS, type Shot } from './shots.ts';

const ROOT = join(import.meta.dirname, '../..');
const PICTURES = join(ROOT, '.output/screens');
const README_PICTURES = join(ROOT, 'tests/results/screens');
const THEMES = ['light', 'dark'] as const;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'skip-build': { type: 'boolean', default: false }, keep: { type: 'boolean', default: false } } });
const chosen = SHOTS.filter(({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)));
if (chosen.length === 0) {
  console.error(`No shot has a name with ${positionals.join(' or ')} in it. There are: ${SHOTS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
layGround(values['skip-build'] ? 'takeLast' : 'build');

// The reader sits in the zone of the scenes, wherever this runs.
process.env['TZ'] = 'Europe/Paris';
const began = Date.now();
const { module: scenes } = await runnerImport<typeof Scenes>(join(import.meta.dirname, 'scenes.ts'), { configFile: false, root: ROOT, logLevel: 'error', resolve: { alias: { '@': ROOT } } });
if (positionals.length === 0) rmSync(PICTURES, { recursive: true, force: true });
mkdirSync(PICTURES, { recursive: true });
const failures: string[] = [];
let taken = 0;
let browser: Browser | undefined;

/** Fills the extension's database with the shots' scene, in their language, and keeps the worker from going on with it. */
async function setScene(running: Browser, { scene, language }: Shot): Promise<void> {
  const page = await running.openOptions('#/settings');
  await page.locator('h1').waitFor();
  await page.evaluate('chrome.alarms.clearAll()');
  await putInto(page, await scenes.makeScene(scene), 'instead');
  await store(page, 'settings', [{ key: 'language', value: language ?? 'en' }]);
  await page.reload();
  await page.locator('h1').waitFor();
  await page.close();
}

async function take(running: Browser, shot: Shot): Promise<void> {
  const page: Page = await running.openExtensionPage('manifest.json');
  try {
    page.setDefaultTimeout(10_000);
    await page.setViewportSize({ width: shot.width, height: shot.height });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto(`chrome-extension://${running.extensionId()}/${shot.path}`);
    await shot.ready(page);
    await shot.act?.(page);
    await page.waitForTimeout(120);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(PICTURES, `${shot.name}-${theme}.png`), animations: 'disabled' });
      taken += 1;
      console.log(`${shot.name}-${theme}.png`);
    }
  } finally {
    await page.close();
  }
}

try {
  browser = await launch({ extensionDir: join(ROOT, '.output/chrome-mv3'), now: scenes.NOW });
  await browser.worker();
  const groups = Map.groupBy(chosen, ({ scene, language }) => `${scene} ${language ?? 'en'}`);
  for (const shots of groups.values()) {
    for (const [index, shot] of shots.entries()) {
      try {
        // An import changes what is stored; the shots after it want the scene as it was.
        if (index === 0 || shots[index - 1]?.name.startsWith('import') === true) await setScene(browser, shot);
        await browser.setNow(scenes.NOW);
        await take(browser, shot);
      } catch (error) {
        failures.push(`${shot.name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
      }
    }
  }
} finally {
  await browser?.close();
}

if (values.keep && failures.length === 0) {
  mkdirSync(README_PICTURES, { recursive: true });
  for (const [name, theme] of KEPT) copyFileSync(join(PICTURES, `${name}-${theme}.png`), join(README_PICTURES, `${name}-${theme}.png`));
}
console.log(`\n${taken} pictures in .output/screens, ${((Date.now() - began) / 1000).toFixed(0)} s.`);
for (const failure of failures) console.error(`NOT TAKEN  ${failure}`);
process.exit(failures.length === 0 ? 0 : 1);
