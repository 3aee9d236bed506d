import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { OTHER_LANGUAGES, PHRASES } from './phrases.ts';
import { modelModule } from './train.ts';

const target = fileURLToPath(new URL('../model.ts', import.meta.url));
const text = modelModule(PHRASES, OTHER_LANGUAGES);
writeFileSync(target, text);
process.stdout.write(`lib/tone/model.ts: ${(gzipSync(text, { level: 9 }).length / 1000).toFixed(1)} kB gzipped\n`);
