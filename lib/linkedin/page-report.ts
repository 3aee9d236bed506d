import type { PageReport } from '@/lib/linkedin/contract';
import { find } from '@/lib/linkedin/find';
import { isElement, rootsOf, visible, type Root } from '@/lib/linkedin/page';
import { kindOf } from '@/lib/linkedin/page-facts';
import { TARGETS, type TargetName } from '@/lib/linkedin/selectors';
import { selfTestOf } from '@/lib/linkedin/self-test';
import { readWallAtLast } from '@/lib/linkedin/wall';

/** Lines of the outline at most; deeper parts of a very large page are counted, not listed. */
const LINES_MAX = 1500;
/** Only names of LinkedIn's own style sheets: letters, no digits, so that neither hashes nor people can be in them. */
const CLASS_NAME = /^(?:msg|artdeco|scaffold|global-nav|mn|pv|pvs|card|entry|visually)[a-z_-]*$/iu;
const TOKEN = /^[a-z-]{1,40}$/u;

/**
 * A report of a page that a member can save and pass on: which targets were found by which strategy, and the page's structure. It holds tags,
 * roles, attribute names, style names and counts, and never a text, a name, an address, an id or the value of any other attribute.
 */
export function pageReport(doc: Document): PageReport {
  const targets = Object.keys(TARGETS).filter(isTarget).map((target) => find(doc, target).counts);
  const { verdict, missing, fingerprint } = selfTestOf(doc);
  return {
    page: readWallAtLast(doc) ?? kindOf(doc.location.pathname),
    verdict, missing, fingerprint, targets,
    build: buildSigns(doc),
    outline: rootsOf(doc).flatMap((root, index) => [`#root ${String(index)} ${index === 0 ? 'document' : root.nodeType === 9 ? 'frame' : 'shadow'}`, ...outlineOf(root)]).slice(0, LINES_MAX),
  };
}

function isTarget(name: string): name is TargetName {
  return name in TARGETS;
}

/** Which of LinkedIn's programs the page is made by. */
function buildSigns(doc: Document): string[] {
  const signs: readonly (readonly [string, string])[] = [
    ['ember', '.ember-view, [id^="ember"]'], ['sdui', '[data-sdui-screen]'], ['componentkey', '[componentkey]'], ['viewName', '[data-view-name]'],
    ['interopOutlet', '#interop-outlet'], ['preloadFrame', 'iframe[src^="/preload/"]'], ['dataBlocks', 'code[id^="bpr-guid-"]'],
  ];
  return signs.filter(([, css]) => doc.querySelector(css) !== null).map(([name]) => name);
}

function outlineOf(root: Root): string[] {
  const lines: string[] = [];
  const walk = (parent: ParentNode, depth: number): void => {
    let before = '';
    let times = 0;
    const flush = (): void => {
      if (times > 1) lines.push(`${'  '.repeat(depth)}… ×${String(times)}`);
      times = 0;
    };
    for (const child of parent.children) {
      if (lines.length >= LINES_MAX || !isElement(child) || /^(?:SCRIPT|STYLE|CODE|LINK|META|TEMPLATE)$/u.test(child.tagName)) continue;
      const line = describe(child);
      const shape = `${line} ${[...child.children].map((inner) => inner.tagName).join()}`;
      if (shape === before) {
        times += 1;
        continue;
      }
      flush();
      before = shape;
      times = 1;
      lines.push('  '.repeat(depth) + line);
      walk(child, depth + 1);
    }
    flush();
  };
  walk(root, 0);
  return lines;
}

/** One element without anything that is a person's. */
function describe(element: Element): string {
  const attributes = element.getAttributeNames().filter((name) => !/\d/u.test(name) && !['class', 'role', 'style', 'id'].includes(name)).sort();
  const classes = [...element.classList].filter((name) => CLASS_NAME.test(name)).sort();
  const role = element.getAttribute('role') ?? '';
  return [
    element.tagName.toLowerCase(), TOKEN.test(role) ? `role=${role}` : '', classes.map((name) => `.${name}`).join(''), attributes.map((name) => `[${name}]`).join(''),
    visible(element) ? '' : '(hidden)', element.childElementCount === 0 && (element.textContent ?? '').trim() !== '' ? '(text)' : '',
  ].filter((part) => part !== '').join(' ').slice(0, 500);
}
