import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { OTHER_LANGUAGES, PHRASES } from './phrases.ts';
import { toneData, toneFile } from './train.ts';

const target = fileURLToPath(new URL('../../../public/tone/model.json', import.meta.url));
const text = toneFile(toneData(PHRASES, OTHER_LANGUAGES));
writeFileSync(target, text);
process.stdout.write(`public/tone/model.json: ${(gzipSync(text, { level: 9 }).length / 1000).toFixed(1)} kB gzipped\n`);
