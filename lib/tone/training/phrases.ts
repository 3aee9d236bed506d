import de from '../phrases/de.json' with { type: 'json' };
import en from '../phrases/en.json' with { type: 'json' };
import es from '../phrases/es.json' with { type: 'json' };
import fr from '../phrases/fr.json' with { type: 'json' };
import it from '../phrases/it.json' with { type: 'json' };
import nl from '../phrases/nl.json' with { type: 'json' };
import other from '../phrases/other.json' with { type: 'json' };
import pt from '../phrases/pt.json' with { type: 'json' };
import type { Lang } from '../languages.ts';
import type { Tone } from '../tones.ts';

/** The phrases tone is learnt from. */
export const PHRASES: Readonly<Record<Lang, Readonly<Record<Tone, readonly string[]>>>> = { en, fr, de, es, pt, nl, it };

/** Replies in languages that are not judged, for the language model to tell apart. */
export const OTHER_LANGUAGES: Readonly<Record<string, readonly string[]>> = other;
