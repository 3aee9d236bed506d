/** A piece of a template; `at` counts UTF-16 units from the start of the body. */
export type Node =
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'variable'; readonly name: string; readonly at: number }
  | { readonly kind: 'section'; readonly when: 'filled' | 'empty'; readonly name: string; readonly at: number; readonly inner: readonly Node[] };

interface Section {
  name: string;
  when: 'filled' | 'empty';
  at: number;
  inner: Node[];
}

type Token = { kind: 'text'; text: string; at: number } | { kind: 'variable' | '#' | '^' | '/' | '!'; name: string; at: number };

const BLANK = /^\s*$/;

/** Cuts a body at its tags; undefined for what is no template: a tag that never closes or is empty, partials, other delimiters. */
function tokensOf(body: string): Token[] | undefined {
  const tokens: Token[] = [];
  let from = 0;
  for (;;) {
    const at = body.indexOf('{{', from);
    const text = body.slice(from, at === -1 ? body.length : at);
    if (text.includes('}}')) return undefined;
    if (text !== '') tokens.push({ kind: 'text', text, at: from });
    if (at === -1) return tokens;
    const sigil = /^\s*([{#^/>&!=]?)/.exec(body.slice(at + 2)) ?? ['', ''];
    const sign = sigil[1] ?? '';
    const closing = sign === '{' ? '}}}' : '}}';
    const inside = at + 2 + sigil[0].length;
    const end = body.indexOf(closing, inside);
    if (end === -1 || sign === '>' || sign === '=' || body.slice(inside, end).includes('{{')) return undefined;
    const name = body.slice(inside, end).trim();
    if (name === '' && sign !== '!') return undefined;
    tokens.push({ kind: sign === '#' || sign === '^' || sign === '/' || sign === '!' ? sign : 'variable', name, at });
    from = end + closing.length;
  }
}

/** A line that holds section tags or comments and nothing else but white space is not part of the text, its line break neither. */
function withoutTagLines(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  let line: Token[] = [];
  const endLine = () => {
    const alone = line.some((token) => token.kind !== 'text') && line.every((token) => (token.kind === 'text' ? BLANK.test(token.text) : token.kind !== 'variable'));
    kept.push(...line.filter((token) => !alone || token.kind !== 'text'));
    line = [];
  };
  for (const token of tokens) {
    if (token.kind !== 'text') {
      line.push(token);
      continue;
    }
    let { at } = token;
    for (const part of token.text.split(/(?<=\n)/)) {
      line.push({ kind: 'text', text: part, at });
      at += part.length;
      if (part.endsWith('\n')) endLine();
    }
  }
  endLine();
  return kept;
}

/**
 * Parses a body in the mustache subset that messages know: variables, sections, inverted sections, comments; triple braces and `&` mean
 * the same as plain ones. Undefined when it does not balance. The reference it is tested against is mustache itself, which weighs more
 * than a worker can spare.
 */
export function readNodes(body: string): readonly Node[] | undefined {
  const tokens = tokensOf(body);
  if (tokens === undefined) return undefined;
  const root: Node[] = [];
  const open: Section[] = [];
  for (const token of withoutTagLines(tokens)) {
    const into = open.at(-1)?.inner ?? root;
    switch (token.kind) {
      case 'text': {
        const last = into.at(-1);
        if (last?.kind === 'text') into[into.length - 1] = { ...last, text: last.text + token.text };
        else into.push(token);
        break;
      }
      case 'variable':
        into.push({ kind: 'variable', name: token.name, at: token.at });
        break;
      case '#': case '^':
        open.push({ name: token.name, when: token.kind === '#' ? 'filled' : 'empty', at: token.at, inner: [] });
        break;
      case '/': {
        const section = open.pop();
        if (section?.name !== token.name) return undefined;
        (open.at(-1)?.inner ?? root).push({ kind: 'section', ...section });
        break;
      }
      case '!':
        break;
    }
  }
  return open.length > 0 ? undefined : root;
}
