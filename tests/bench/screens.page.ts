import { fill } from './world.ts';

// Evaluated in the manifest page of the extension: fills its own database.

Object.assign(globalThis, { fillWorld: fill });
