import { describe, expect, test } from 'vitest';
import { readConnectionsCsv } from '@/lib/contacts/connections-csv';

const HEADER = 'First Name,Last Name,URL,Email Address,Company,Position,Connected On';

function file(rows: number, line: (index: number) => string): string {
  return `Notes:\n"When exporting, some addresses are missing."\n\n${HEADER}\n${Array.from({ length: rows }, (_, index) => line(index)).join('\n')}\n`;
}

const good = (index: number): string => `Ana,"Example ${index}, PhD",https://www.linkedin.com/in/ana-example-${index},,"Example, Ltd",Engineer,12 Jan 2024`;

describe('a file of 30,000 rows', () => {
  test('is read whole, tells how far it is, and lets others run in between', async () => {
    const steps: number[] = [];
    let others = 0;
    const timer = setInterval(() => (others += 1), 0);
    const read = await readConnectionsCsv(file(30_000, good), { onProgress: (done, total) => steps.push(done / total) });
    clearInterval(timer);
    expect(read).toMatchObject({ kind: 'people', rows: 30_000, issues: [] });
    expect(read.kind === 'people' ? read.people.length : 0).toBe(30_000);
    expect(steps.length).toBeGreaterThan(10);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.at(-1)).toBe(1);
    expect(others).toBeGreaterThan(0);
  });

  test('stops when told to', async () => {
    const stop = new AbortController();
    let calls = 0;
    const read = await readConnectionsCsv(file(30_000, good), {
      signal: stop.signal,
      onProgress: () => {
        calls += 1;
        if (calls === 2) stop.abort();
      },
    });
    expect(read).toEqual({ kind: 'canceled' });
    expect(calls).toBe(2);
  });

  test('loses no good row when every third has a quotation mark that never closes', async () => {
    const read = await readConnectionsCsv(file(3_000, (index) => (index % 3 === 0 ? `Ben,"Broken, Ben ${index},https://www.linkedin.com/in/ben-${index},,,,12 Jan 2024` : good(index))));
    if (read.kind !== 'people') throw new Error(read.kind);
    expect(read.people.length).toBe(2_000);
    expect(read.issues.length).toBe(1_000);
    expect(new Set(read.issues.map((issue) => issue.reason))).toEqual(new Set(['broken-quotes']));
  });

  test('is read in reasonable work when nothing but open quotation marks stands in it', async () => {
    const read = await readConnectionsCsv(file(20_000, (index) => `"open ${index}`));
    if (read.kind !== 'people') throw new Error(read.kind);
    expect(read.people).toEqual([]);
    expect(read.issues.length).toBe(20_000);
  });
});
