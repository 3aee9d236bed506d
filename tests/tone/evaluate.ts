import { readFileSync } from 'node:fs';
import { judgeTone } from './shipped.ts';
import { evaluate, parseLines, type Figures, type Line, type Share } from './figures.ts';

const file = process.argv[2];
if (file === undefined) {
  console.error('Say which file to judge: npm run tone:evaluate -- FILE.jsonl');
  process.exit(2);
}

let lines: Line[];
try {
  lines = parseLines(readFileSync(file, 'utf8'));
} catch (error) {
  console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(2);
}
if (lines.length === 0) {
  console.error(`${file}: holds no lines.`);
  process.exit(2);
}

const percent = (share: number) => (share * 100).toFixed(1).padStart(5);
const shown = ({ value, low, high }: Share) => `${percent(value)} % [${percent(low)} –${percent(high)}]`;

const row = (name: string, f: Figures) =>
  [
    name.padEnd(4),
    String(f.lines).padStart(5),
    shown(f.binary.accuracy),
    shown(f.binary.balanced),
    shown(f.binary.negativesFound),
    shown(f.three.accuracy),
    shown(f.three.balanced),
    String(f.notJudged).padStart(6),
    percent(f.languageRight.value),
  ].join('  ');

const result = evaluate(lines);
console.log(`${result.lines} replies, the shipped model, no language given; a reply that is not judged counts as neutral.`);
console.log('95 % intervals in brackets (Wilson; normal for the balanced means).\n');
const head = ['lang', 'lines', 'not-negative or negative', 'balanced', 'negatives found', 'three classes', 'three, balanced', 'unjudged', 'language right %'];
console.log([head[0], head[1], ...head.slice(2, 7).map((name) => (name ?? '').padEnd(24)), head[7], head[8]].join('  '));
for (const [lang, figures] of Object.entries(result.byLanguage)) console.log(row(lang, figures));
console.log(row('all', result));

const started = performance.now();
for (const line of lines) judgeTone(line.text);
console.log(`\n${((performance.now() - started) / lines.length).toFixed(3)} ms a reply on this machine.`);

const plain = (f: Figures) => ({
  lines: f.lines,
  notJudged: f.notJudged,
  binary: {
    accuracy: f.binary.accuracy.value,
    balanced: f.binary.balanced.value,
    negativesFound: f.binary.negativesFound.value,
    interval: { accuracy: interval(f.binary.accuracy), balanced: interval(f.binary.balanced), negativesFound: interval(f.binary.negativesFound) },
  },
  three: {
    accuracy: f.three.accuracy.value,
    balanced: f.three.balanced.value,
    interval: { accuracy: interval(f.three.accuracy), balanced: interval(f.three.balanced) },
  },
});
function interval({ low, high }: Share): [number, number] {
  return [low, high];
}
console.log(JSON.stringify({ ...plain(result), byLanguage: Object.fromEntries(Object.entries(result.byLanguage).map(([lang, figures]) => [lang, plain(figures)])) }));
