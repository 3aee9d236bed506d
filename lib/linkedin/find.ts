import { isDocument, rootsOf, visible } from '@/lib/linkedin/page';
import { TARGETS, type TargetName } from '@/lib/linkedin/selectors';

/** What was found of one target: the elements of the first strategy that matched, and how many each strategy saw. */
export interface Found {
  elements: HTMLElement[];
  strategy: string | undefined;
  counts: string;
}

/** Looks for a target among the visible elements of a scope: a whole page (all its roots) or one part of it. */
export function find(scope: Document | Element, target: TargetName): Found {
  const scopes = isDocument(scope) ? rootsOf(scope) : [scope];
  let elements: HTMLElement[] = [];
  let strategy: string | undefined;
  const counts: string[] = [];
  for (const { name, css } of TARGETS[target]) {
    const matches = scopes.flatMap((root) => [...root.querySelectorAll<HTMLElement>(css)]).filter(visible);
    counts.push(`${name}:${String(matches.length)}`);
    if (strategy === undefined && matches.length > 0) {
      elements = matches;
      strategy = name;
    }
  }
  return { elements, strategy, counts: `${target}(${counts.join(' ')})` };
}

/** All visible elements of a target. */
export function all(scope: Document | Element, target: TargetName): HTMLElement[] {
  return find(scope, target).elements;
}

/** Whether a target is there at all. */
export function has(scope: Document | Element, target: TargetName): boolean {
  return all(scope, target).length > 0;
}

/** How many elements of a target are in the document, seen or not: cheap enough to ask at every change of a long list. */
export function roughCount(doc: Document, target: TargetName): number {
  return Math.max(0, ...TARGETS[target].map(({ css }) => doc.querySelectorAll(css).length));
}

/** The one element of a target; undefined when there is none or more than one. */
export function only(scope: Document | Element, target: TargetName): HTMLElement | undefined {
  const [first, second] = all(scope, target);
  return second === undefined ? first : undefined;
}

/** Counts per strategy, for evidence: never a text or a name. */
export function countsOf(scope: Document | Element, targets: readonly TargetName[]): string {
  return targets.map((target) => find(scope, target).counts).join(' ');
}
