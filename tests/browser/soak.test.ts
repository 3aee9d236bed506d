import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstDay, Stage } from '../faults/stage.ts';
import { runPart } from '../soak/soak.ts';

let stage: Stage;

beforeAll(async () => { stage = await Stage.open(31); });
afterAll(async () => { await stage.close(); });

test('fourteen deliveries, a fault in every third attempt: received = sent, nothing twice, to nobody else, nothing lost', async () => {
  const people = stage.practice.world.connections.slice(0, 14);
  const part = await runPart(stage, 31, 0, people, firstDay());
  expect(part).toMatchObject({ deliveries: 14, wrong: [], duplicates: 0, wrongPerson: 0, lost: 0, unconfirmed: 0 });
  expect(part.received).toBe(part.sent);
  expect(Object.keys(part.faults).length).toBeGreaterThan(3);
}, 400_000);
