/** A page fingerprint is `target=strategy` pairs joined by `;`: which way each part of the page was recognised. */
function pairsOf(fingerprint: string): Map<string, string> {
  return new Map(fingerprint.split(';').map((pair) => {
    const cut = pair.indexOf('=');
    return [pair.slice(0, cut), pair.slice(cut + 1)];
  }));
}

/**
 * Whether a page is of a generation this account has sent with proof on: every part is recognised in the way of one proven page; a mixture of
 * two is a new page. A part that page did not have (the first row of a list that was empty) changes nothing.
 */
export function isKnownPage(fingerprint: string, proven: readonly string[]): boolean {
  const pairs = [...pairsOf(fingerprint)];
  return proven.map(pairsOf).some((page) => pairs.every(([target, strategy]) => (page.get(target) ?? strategy) === strategy));
}
