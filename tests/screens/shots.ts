import type { Page } from 'playwright-core';
import type { SceneName } from './scenes.ts';

/** One picture: where it is taken, how wide, and what is done first, by role and name. */
export interface Shot {
  readonly name: string;
  readonly scene: SceneName;
  /** a page of the extension, with its hash */
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly language?: 'fr';
  /** what must be there before the picture is taken */
  readonly ready: (page: Page) => Promise<unknown>;
  /** what the reader did before */
  readonly act?: (page: Page) => Promise<unknown>;
}

const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name }).first().waitFor();
const someSwitch = (page: Page) => page.getByRole('switch').first().waitFor();
const someRow = (page: Page) => page.getByRole('cell').first().waitFor();
const click = (role: 'button' | 'menuitem' | 'link', name: string | RegExp) => (page: Page) => page.getByRole(role, { name }).first().click();
const dialogOf = (page: Page) => page.getByRole('dialog').waitFor();

const popup = (name: string, scene: SceneName, ready: Shot['ready'], more: Partial<Shot> = {}): Shot => ({ name: `popup-${name}`, scene, path: 'popup.html', width: 400, height: 600, ready, ...more });
const page = (name: string, scene: SceneName, hash: string, ready: Shot['ready'], more: Partial<Shot> = {}): Shot => ({ name, scene, path: `options.html#/${hash}`, width: 1280, height: 800, ready, ...more });

const scrolledTo = (level: number, name: string) => (where: Page) => where.getByRole('heading', { level, name, exact: true }).evaluate((element) => element.scrollIntoView({ block: 'start' }));

/** The forecast of the dashboard is there. */
const lookedAhead = async (where: Page): Promise<void> => {
  await where.locator('.funnel').waitFor();
  await where.locator('.calendar[aria-busy="false"]').waitFor({ timeout: 30_000 });
};

const CSV = [
  'Notes:', '"When exporting your connection data, you may notice that some of the email addresses are missing."', '',
  'First Name,Last Name,URL,Email Address,Company,Position,Connected On',
  'Mira,Olsen,https://www.linkedin.com/in/mira-olsen-1,,Fjord Systems,COO,02 Mar 2027',
  'Paul,Girard,https://www.linkedin.com/in/paul-girard-2,,Atelier Girard,Gérant,27 Feb 2027',
  ',,,,,,', 'Noname,,https://www.linkedin.com/company/acme,,,,31 Feb 2027', 'Sara,Kim,https://www.linkedin.com/in/sara-kim-3,sara@example.com,Hanbit,Researcher,14 Feb 2027',
].join('\n');

const importing = async (where: Page): Promise<void> => {
  await where.getByLabel('Import contacts').setInputFiles({ name: 'Connections.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) });
  await where.getByRole('button', { name: 'Start import' }).waitFor();
};
const imported = async (where: Page): Promise<void> => {
  await importing(where);
  await where.getByRole('button', { name: 'Start import' }).click();
  await where.getByRole('button', { name: 'Done', exact: true }).waitFor();
};

/** Opens the hover of a health by keyboard focus. */
const hoverHealth = (nurture: string) => (where: Page) => where.getByRole('row').filter({ has: where.getByRole('switch', { name: `Active: ${nurture}`, exact: true }) }).locator('.table-cell:nth-child(3) button').hover().then(() => where.waitForTimeout(500));

const ENGLISH: readonly Shot[] = [
  popup('first-run', 'installed', heading('Nurtures')),
  popup('0-nurtures', 'ready', heading('Nurtures')),
  popup('1-nurture', 'one', someSwitch),
  popup('3-nurtures-review', 'three', someSwitch),
  popup('3-nurtures-edit', 'three', someSwitch, { act: (where) => where.getByRole('button', { name: 'Edit' }).click() }),
  popup('3-nurtures-answer-these', 'three', someSwitch, { act: scrolledTo(2, 'Answer these') }),
  popup('3-nurtures-list', 'three', someSwitch, { act: scrolledTo(2, 'Nurtures') }),
  popup('approve-all', 'three', someSwitch, { act: async (where) => (await click('button', 'Approve all')(where), await dialogOf(where)) }),
  popup('sending', 'sending', someSwitch),
  popup('paused', 'paused', someSwitch),
  popup('something-wrong', 'warned', someSwitch),
  popup('50-nurtures', 'fifty', someSwitch),
  popup('draft-to-send', 'draft', someSwitch),
  popup('paused-until', 'pausedUntil', someSwitch),
  popup('stopped-by-a-limit', 'limited', someSwitch),
  popup('stopped-by-a-log-out', 'loggedOut', someSwitch),
  popup('stopped-by-a-wrong-person', 'wrongPerson', someSwitch),
  popup('signed-out', 'signedOut', someSwitch),
  popup('someone-else', 'someoneElse', someSwitch),
  popup('no-consent', 'noConsent', someSwitch),
  popup('page-not-understood', 'unsure', someSwitch),
  popup('200-nurtures', 'team', someSwitch),
  popup('200-nurtures-list', 'team', someSwitch, { act: scrolledTo(2, 'Nurtures') }),

  page('nurtures-0', 'installed', 'nurtures', heading('Nurtures')),
  page('nurtures-0-consent', 'installed', 'nurtures', heading('Nurtures'), { act: async (where) => (await click('button', /read/i)(where), await dialogOf(where)) }),
  page('nurtures-0-ready', 'ready', 'nurtures', heading('Nurtures')),
  page('nurtures-3', 'three', 'nurtures', someSwitch),
  page('nurtures-3-paused', 'paused', 'nurtures', someSwitch),
  page('nurtures-3-stopped', 'warned', 'nurtures', someSwitch),
  page('nurtures-200', 'team', 'nurtures', someSwitch),
  page('nurtures-200-1024', 'team', 'nurtures', someSwitch, { width: 1024, height: 768 }),
  page('nurtures-200-1920', 'team', 'nurtures', someSwitch, { width: 1920, height: 1080 }),
  page('nurtures-200-zoomed', 'team', 'nurtures', someSwitch, { width: 640, height: 400 }),
  page('queue-zoomed', 'team', 'queue', someRow, { width: 640, height: 400 }),
  page('editor-zoomed', 'three', 'nurtures/c1', heading('Welcome new connections'), { width: 640, height: 400 }),
  page('nurtures-200-grouped', 'team', 'nurtures?group=program', someSwitch),
  page('nurtures-200-chosen', 'team', 'nurtures', someSwitch, { act: async (where) => { for (const name of ['Welcome new connections', 'Renewal in ninety days']) await where.getByRole('checkbox', { name: `Select: ${name}`, exact: true }).click({ force: true }); await where.getByText('2 selected').waitFor(); } }),
  page('nurtures-200-menu', 'team', 'nurtures', someSwitch, { act: click('button', 'Actions: Welcome new connections') }),
  page('nurtures-health-running', 'team', 'nurtures', someSwitch, { act: hoverHealth('Welcome new connections') }),
  page('nurtures-health-warnings', 'team', 'nurtures', someSwitch, { act: hoverHealth('Invitation to the spring round table') }),
  page('nurtures-health-errors', 'team', 'nurtures', someSwitch, { act: hoverHealth('Renewal in ninety days') }),
  page('nurtures-health-stopped', 'team', 'nurtures', someSwitch, { act: hoverHealth('Ask alumni for an opinion') }),
  page('nurtures-health-created', 'team', 'nurtures', someSwitch, { act: hoverHealth('New Yorkers in our network') }),
  page('nurtures-none-found', 'team', 'nurtures?search=nothing+like+it', heading(/matches/)),
  page('nurtures-archive', 'team', 'nurtures', someSwitch, { act: async (where) => (await click('button', 'Actions: Welcome new connections')(where), await click('menuitem', 'Archive')(where), await dialogOf(where)) }),

  page('editor-new', 'three', 'nurtures/new', heading('New nurture')),
  page('editor', 'three', 'nurtures/c1', heading('Welcome new connections'), { height: 2600, act: (where) => where.locator('.preflight').waitFor() }),
  page('editor-1024', 'three', 'nurtures/c1', heading('Welcome new connections'), { width: 1024, height: 768 }),
  page('editor-problems', 'three', 'nurtures/new', heading('New nurture'), { height: 2200, act: async (where) => (await where.getByLabel('Message 1', { exact: true }).fill('Hi {{firstNam}},  hello {{#company}}'), await click('button', 'Save nurture')(where)) }),

  page('queue-0', 'ready', 'queue', heading('Queue')),
  page('queue', 'team', 'queue', someRow),
  page('queue-states', 'team', 'queue?campaign=h0', someRow, { height: 1200 }),
  page('queue-1024', 'team', 'queue?campaign=h0', someRow, { width: 1024, height: 768 }),
  page('queue-1920', 'team', 'queue?campaign=h0', someRow, { width: 1920, height: 1080 }),
  page('queue-settle', 'team', 'queue?campaign=h0&status=unconfirmed', someRow, { act: async (where) => (await click('button', /^Actions for the message to/)(where), await click('menuitem', 'Open')(where), await dialogOf(where)) }),
  page('queue-approve-all', 'team', 'queue?campaign=h0', someRow, { act: async (where) => (await click('button', 'Approve all')(where), await dialogOf(where)) }),

  page('contacts-0', 'installed', 'contacts', heading('Contacts')),
  page('contacts', 'team', 'contacts', someRow),
  page('contacts-1024', 'team', 'contacts', someRow, { width: 1024, height: 768 }),
  page('contact-journey', 'three', 'contacts/p41', heading('Ricci'), { ready: (where) => where.getByRole('heading', { level: 1 }).waitFor(), height: 1100 }),
  page('sources', 'team', 'contacts/sources', heading('Sources')),
  page('import-plan', 'ready', 'contacts', someRow, { act: importing }),
  page('import-report', 'ready', 'contacts', someRow, { act: imported }),

  page('dashboard-0', 'installed', 'dashboard', heading('Dashboard')),
  page('dashboard', 'team', 'dashboard', heading('Reply tone by program'), { height: 2000, act: lookedAhead }),
  page('dashboard-readme', 'team', 'dashboard', heading('Reply tone by program'), { height: 900, act: lookedAhead }),
  page('dashboard-1024', 'team', 'dashboard', heading('Reply tone by program'), { width: 1024, height: 768 }),
  page('dashboard-replies', 'team', 'dashboard', heading('Reply tone by program'), { act: async (where) => (await click('button', /Negative$/)(where), await dialogOf(where)) }),

  page('settings', 'three', 'settings', heading('Settings'), { height: 3000 }),
  page('journal', 'team', 'journal', someRow),
  page('journal-1024', 'team', 'journal', someRow, { width: 1024, height: 768 }),
];

/** The screens where French is longest or stands closest. */
const IN_FRENCH = ['popup-first-run', 'popup-3-nurtures-review', 'popup-something-wrong', 'popup-200-nurtures-list', 'popup-paused-until', 'popup-draft-to-send', 'popup-someone-else', 'popup-stopped-by-a-log-out', 'nurtures-0', 'nurtures-200', 'nurtures-200-1024', 'nurtures-200-grouped', 'editor', 'editor-1024', 'queue-1024', 'queue-states', 'contacts-1024', 'dashboard', 'dashboard-1024', 'settings', 'journal-1024'];

/** Without names: French screens are told by their parts. */
const firstHeading = (where: Page) => where.locator('h1').waitFor().then(() => where.waitForTimeout(400));

const FRENCH: readonly Shot[] = ENGLISH.filter((shot) => IN_FRENCH.includes(shot.name)).map(({ act: _act, ...shot }): Shot => ({
  ...shot, name: `fr-${shot.name}`, language: 'fr', ready: firstHeading,
  ...(shot.name === 'popup-200-nurtures-list' ? { act: (where: Page) => where.locator('#nurtures').evaluate((element) => element.scrollIntoView({ block: 'start' })) } : {}),
  ...(shot.name === 'editor' ? { act: (where: Page) => where.waitForTimeout(2500) } : {}),
  ...(shot.name.startsWith('dashboard') ? { act: lookedAhead } : {}),
}));

export const SHOTS: readonly Shot[] = [...ENGLISH, ...FRENCH];

/** What the README shows: name of the shot and the theme. */
export const KEPT: readonly (readonly [string, 'light' | 'dark'])[] = [['nurtures-200', 'light'], ['popup-3-nurtures-review', 'light'], ['popup-3-nurtures-list', 'dark'], ['dashboard-readme', 'dark']];
