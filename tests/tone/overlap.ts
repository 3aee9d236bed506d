/** The distinct pieces of four letters of a text, spaces between words counted, marks and case not. */
function piecesOf(text: string): Set<string> {
  const plain = text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const pieces = new Set<string>();
  for (let from = 0; from + 4 <= plain.length; from += 1) pieces.add(plain.slice(from, from + 4));
  return pieces;
}

export type Overlap = { readonly line: number; readonly phrase: number; readonly share: number };

/**
 * Finds the lines of which more than half the pieces stand in one phrase; only numbers come back, so that the lines need
 * not be read to part them from the phrases.
 */
export function overlaps(lines: readonly string[], phrases: readonly string[]): Overlap[] {
  const holders = new Map<string, number[]>();
  phrases.forEach((phrase, at) => {
    for (const piece of piecesOf(phrase)) holders.set(piece, [...(holders.get(piece) ?? []), at]);
  });
  return lines.flatMap((text, line) => {
    const pieces = piecesOf(text);
    const shared = new Map<number, number>();
    for (const piece of pieces) for (const phrase of holders.get(piece) ?? []) shared.set(phrase, (shared.get(phrase) ?? 0) + 1);
    return [...shared].filter(([, count]) => count * 2 > pieces.size).map(([phrase, count]) => ({ line: line + 1, phrase, share: count / pieces.size }));
  });
}
