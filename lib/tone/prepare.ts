const ADDRESSES = /\b(?:https?:\/\/|www\.)\S+|\S+@\S+\.\S+|\b[\w-]+\.(?:com|net|org|io|eu|fr|de|es|pt|br|nl|be|it|ch|at|uk|ai|app|dev|co)(?:\/\S*)?(?=[\s.,;:!?)]|$)/giu;
const USER_NAMES = /(^|\s)@[\p{L}\p{N}_.-]+/gu;

/** First lines of the part of a mail that quotes what it answers, in the seven languages. */
const QUOTE_HEADERS = [
  /^-{2,}\s*(?:original message|message d'origine|message original|ursprüngliche nachricht|mensaje original|mensagem original|oorspronkelijk bericht|messaggio originale)\s*-{2,}/iu,
  /^on .{4,80} wrote:$/iu,
  /^le .{4,80} a écrit\s*:$/iu,
  /^am .{4,80} schrieb .{0,80}:$/iu,
  /^el .{4,80} escribió:$/iu,
  /^(?:em|a) .{4,80} escreveu:$/iu,
  /^op .{4,80} schreef .{0,80}:$/iu,
  /^il .{4,80} ha scritto:$/iu,
];

/**
 * The person's own words in a reply: NFKC with plain apostrophes, without quoted lines, addresses and user names.
 * Case is kept, so that the words shown to the member are the ones that were written.
 */
export function ownWords(text: string): string {
  const lines = text.normalize('NFKC').replace(/[’‘ʼ´`]/gu, "'").split(/\r?\n/u);
  const header = lines.findIndex((line) => QUOTE_HEADERS.some((quote) => quote.test(line.trim())));
  const own = (header === -1 ? lines : lines.slice(0, header)).filter((line) => !/^\s*(?:>|\|)/u.test(line));
  return own.join('\n').replace(ADDRESSES, ' ').replace(USER_NAMES, '$1 ').trim();
}

/** One key for texts that differ only in case, spacing and punctuation. */
export function sameTextKey(text: string): string {
  return ownWords(text).toLowerCase().replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]+/gu, ' ').trim();
}
