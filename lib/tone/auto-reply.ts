import { ownWords } from './prepare.ts';
import { sentencesOf } from './sentences.ts';
import type { AwayPattern } from './wordings/away.ts';

/** The patterns of automatic answers, by what they are for. */
export type Away = Readonly<Record<AwayPattern, RegExp>>;

/** What a sentence of an away message says. */
type Part = 'absence' | 'return' | 'limited' | 'urgent' | 'thanks' | 'courtesy';

function partOf(away: Away, sentence: string): Part | null {
  if (away.absence.test(sentence)) return 'absence';
  if (away.urgent.test(sentence)) return 'urgent';
  if (away.limited.test(sentence)) return 'limited';
  if (away.return.test(sentence)) return 'return';
  if (away.courtesy.test(sentence)) return away.thanks.test(sentence) ? 'thanks' : 'courtesy';
  if (away.closing.test(sentence) || away.signature.test(sentence)) return 'courtesy';
  return null;
}

/**
 * Tells an automatic answer (out of office, LinkedIn's away message) and returns the sentence that shows it; null for
 * anything a person may have written. It must not take a person for a machine, because automatic answers do not end a
 * sequence: unless the message announces itself as an automatic answer, every one of its sentences has to belong to an
 * away message, and an absence has to come with little access or whom to ask if urgent, or with both a promised reply and
 * thanks for the message.
 */
export function autoReplySentence(away: Away, text: string): string | null {
  const sentences = sentencesOf(ownWords(text).replace(/^(?:(?:hi|hello|hey|bonjour|hallo|hola|olá|oi|ciao|salve|buongiorno|guten tag)(?: [\p{L}-]+){0,2}[,!] +)/iu, ''));
  const first = sentences[0];
  if (first === undefined) return null;
  if (away.announcement.test(first) && !away.personal.test(first)) return first;
  if (away.personal.test(sentences.join(' '))) return null;
  const parts = sentences.map((sentence) => ({ sentence, part: partOf(away, sentence) }));
  if (parts.some(({ part }) => part === null)) return null;
  const absence = parts.find(({ part }) => part === 'absence');
  if (absence === undefined) return null;
  const marks = new Set<Part | null>(parts.map(({ part }) => part));
  // One sentence may hold several ("thank you for your message, I am away and will reply when I return").
  const whole = sentences.join(' ');
  const limited = marks.has('limited') || marks.has('urgent') || away.limited.test(absence.sentence);
  const promised = marks.has('return') || away.return.test(absence.sentence);
  return limited || (promised && away.thanks.test(whole)) ? absence.sentence : null;
}
