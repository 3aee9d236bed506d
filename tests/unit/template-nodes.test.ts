import { array, assert, constantFrom, letrec, oneof, property, tuple } from 'fast-check';
import Mustache from 'mustache';
import { describe, expect, it } from 'vitest';
import { readNodes, type Node } from '@/lib/domain/template-nodes';

/** The same template as mustache itself reads it. */
function byMustache(body: string): Node[] | undefined {
  const nodesOf = (spans: unknown): Node[] => (Array.isArray(spans) ? spans : []).flatMap((span: unknown): Node[] => {
    const [kind, name, at, , inner]: unknown[] = Array.isArray(span) ? span : [];
    if (typeof kind !== 'string' || typeof name !== 'string' || typeof at !== 'number') return [];
    switch (kind) {
      case 'text': return [{ kind: 'text', text: name, at }];
      case '#': case '^': return [{ kind: 'section', when: kind === '#' ? 'filled' : 'empty', name, at, inner: nodesOf(inner) }];
      case '!': return [];
      default: return [{ kind: 'variable', name, at }];
    }
  });
  try {
    return joined(nodesOf(new Mustache.Writer().parse(body)));
  } catch {
    return undefined;
  }
}

/** Mustache keeps two texts where a comment stood between them; they read the same. */
function joined(nodes: readonly Node[]): Node[] {
  const whole: Node[] = [];
  for (const node of nodes) {
    const last = whole.at(-1);
    if (node.kind === 'text' && last?.kind === 'text') whole[whole.length - 1] = { ...last, text: last.text + node.text };
    else whole.push(node.kind === 'section' ? { ...node, inner: joined(node.inner) } : node);
  }
  return whole;
}

const text = constantFrom('Hi ', ', ', '\n', ' \n', '\n\n', '  ', 'x', '}', '{', '\u00a0', '\t\n', '\r\n', 'é.');
const tag = constantFrom('{{firstName}}', '{{ company }}', '{{{position}}}', '{{&lastName}}', '{{! note }}', '{{!}}', '{{first name}}', '{{ # a}}x{{/ a }}');
const { body } = letrec((tie) => ({
  section: tuple(constantFrom('#', '^'), constantFrom('a', 'company'), tie('body')).map(([sign, name, inner]) => `{{${sign}${name}}}${String(inner)}{{/${name}}}`),
  body: array(oneof({ maxDepth: 3 }, text, tag, tie('section').map(String)), { maxLength: 7 }).map((parts) => parts.join('')),
}));

describe('a template', () => {
  it('is read as mustache reads it', () => {
    assert(property(body, (written) => {
      const own = readNodes(written);
      // Mustache lets stray braces pass; here they are refused, as in the editor.
      if (own === undefined) return;
      expect(own).toEqual(byMustache(written));
    }), { numRuns: 3000 });
  });

  it('is read at all whenever it is built of whole tags and texts without double braces', () => {
    assert(property(array(oneof(constantFrom('Hi ', '\n', ', '), tag), { maxLength: 8 }), (parts) => {
      expect(readNodes(parts.join(''))).toBeDefined();
    }), { numRuns: 500 });
  });

  it.each(['{{name', 'name}}', '{{}}', '{{ }}', '{{#a}}x', 'x{{/a}}', '{{#a}}{{/b}}', '{{> part}}', '{{=<% %>=}}', '{{a {{b}}', '{{{a}}', '{{#a}}{{#b}}{{/a}}{{/b}}'])('is refused when it does not balance: %s', (written) => {
    expect(readNodes(written)).toBeUndefined();
  });
});
