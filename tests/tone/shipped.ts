import { readFileSync } from 'node:fs';
import { readToneData } from '../../lib/tone/tone-data.ts';

/** The file the extension ships, read as the extension reads it. */
export const SHIPPED = new URL('../../public/tone/model.json', import.meta.url);

export const { judgeTone, optOutSentence, autoReplySentence } = readToneData(JSON.parse(readFileSync(SHIPPED, 'utf8')));
