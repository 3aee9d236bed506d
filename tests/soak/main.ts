/**
 * `npm run soak`: 1,000 deliveries on the built extension in Chromium against practice LinkedIn, every third attempt with a fault drawn
 * from the seed; before that a list of 1,000 connections is synced. Writes tests/results/soak.json after each part. Resumable: parts already
 * there for the same worker, page driver and stand-in and the same seed are not run again, whatever else was committed since. `--seed N`, `--deliveries N` (default 1000), `--connections N` (default 1000),
 * `--minutes N` (stop after the part in which they are over), `--again`, `--skip-build`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { layGround } from '../ground.ts';
import { DAY, firstDay, Stage } from '../faults/stage.ts';
import { soakConnections, type SyncResult } from './connections.ts';
import { runPart, type Part } from './soak.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'tests/results/soak.json');
const PER_PART = 15;
const PARTS_PER_STAGE = 6;
/** A part has quiet slots on up to three days after its own. */
const DAYS_PER_PART = 5;

interface Stored { commit: string; product: string; seed: number; chromium: string; at: string; wanted: number; totals: Totals; interruptions: string[]; connections?: SyncResult; parts: Part[] }
interface Totals { deliveries: number; faults: number; received: number; sent: number; refused: number; duplicates: number; wrongPerson: number; lost: number; unconfirmed: number; wrong: number }

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' }, deliveries: { type: 'string', default: '1000' }, connections: { type: 'string', default: '1000' }, minutes: { type: 'string' },
    again: { type: 'boolean', default: false }, 'skip-build': { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const deliveries = Number(values.deliveries);
const people = Number(values.connections);
const minutes = values.minutes === undefined ? Infinity : Number(values.minutes);
if (!Number.isInteger(seed) || !Number.isInteger(deliveries) || deliveries < 0 || !Number.isInteger(people) || people < 0 || !(minutes > 0)) {
  console.error('npm run soak takes whole numbers, as in: npm run soak -- --seed 7 --deliveries 200 --minutes 30');
  process.exit(2);
}
const { commit, product, chromium: version } = layGround(values['skip-build'] ? 'takeLast' : 'build', ['tests/soak', 'tests/faults']);
const before = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) as Stored : undefined;
const kept = before !== undefined && !values.again && before.product === product && before.seed === seed ? before : undefined;
const parts = [...kept?.parts ?? []];
let connections = kept?.connections;
const interruptions: string[] = [];
const wanted = Math.ceil(deliveries / PER_PART);
const began = Date.now();
console.log(`Commit ${commit}, seed ${seed}, ${version}: ${deliveries} deliveries in ${wanted} parts, ${parts.length} already run`);

if (people > 0 && (connections === undefined || connections.wrong.length > 0 || connections.people !== people)) {
  connections = await soakConnections(seed, people);
  write();
}
if (connections !== undefined) {
  const { days, seen, contacts, memberIds, duplicates, wrong, took } = connections;
  console.log(`connections: ${connections.people} people in ${days} days, ${seen} read, ${contacts} contacts, ${memberIds} member ids, ${duplicates} duplicates, ${(took / 1000).toFixed(0)} s${wrong.length === 0 ? '' : `\n   ${wrong.join('\n   ')}`}`);
}

let stage: Stage | undefined;
let onStage = 0;
try {
  for (let part = parts.length; part < wanted && Date.now() - began < minutes * 60_000; part += 1) {
    if (stage === undefined || onStage === PARTS_PER_STAGE) {
      await stage?.close();
      stage = await Stage.open(seed * 1000 + part);
      onStage = 0;
    }
    const size = Math.min(PER_PART, deliveries - part * PER_PART);
    const chosen = stage.practice.world.connections.slice(onStage * PER_PART, onStage * PER_PART + size);
    let result: Part;
    try {
      result = await runPart(stage, seed, part, chosen, firstDay() + onStage * DAYS_PER_PART * DAY);
    } catch (error) {
      // The stage itself broke (Chromium or its driver): what it had received is not judged, the part begins anew on a fresh one.
      interruptions.push(`part ${part + 1}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
      console.error(interruptions.at(-1));
      if (interruptions.length > 20) throw error;
      await stage.close().catch(() => undefined);
      stage = undefined;
      part -= 1;
      continue;
    }
    onStage += 1;
    parts.push(result);
    write();
    const met = Object.values(result.faults).reduce((sum, n) => sum + n, 0);
    console.log(`part ${String(part + 1).padStart(3)}: ${result.deliveries} deliveries, ${met} faults, received ${result.received}, sent ${result.sent}, refused ${result.refused}, ${(result.took / 1000).toFixed(0)} s${result.wrong.length === 0 ? '' : `\n   ${result.wrong.join('\n   ')}`}`);
  }
} finally {
  await stage?.close();
}

const totals = totalsOf(parts);
console.log(`\n${totals.deliveries} deliveries, ${totals.faults} faults: received ${totals.received}, sent ${totals.sent}, failed after the third refusal ${totals.refused}, duplicates ${totals.duplicates}, wrong person ${totals.wrongPerson}, lost ${totals.lost}, unconfirmed ${totals.unconfirmed}. ${FILE}`);
process.exit(totals.wrong === 0 && totals.received === totals.sent && (connections?.wrong.length ?? 0) === 0 ? 0 : 1);

function totalsOf(all: readonly Part[]): Totals {
  const sum = (of: (part: Part) => number) => all.reduce((total, part) => total + of(part), 0);
  return {
    deliveries: sum((part) => part.deliveries), faults: sum((part) => Object.values(part.faults).reduce((total, n) => total + n, 0)), received: sum((part) => part.received),
    sent: sum((part) => part.sent), refused: sum((part) => part.refused), duplicates: sum((part) => part.duplicates), wrongPerson: sum((part) => part.wrongPerson),
    lost: sum((part) => part.lost), unconfirmed: sum((part) => part.unconfirmed), wrong: sum((part) => part.wrong.length),
  };
}

function write(): void {
  mkdirSync(join(ROOT, 'tests/results'), { recursive: true });
  const stored: Stored = { commit, product, seed, chromium: version, at: new Date().toISOString(), wanted: deliveries, totals: totalsOf(parts), interruptions, ...(connections === undefined ? {} : { connections }), parts };
  writeFileSync(FILE, `${JSON.stringify(stored, undefined, 1)}\n`);
}
