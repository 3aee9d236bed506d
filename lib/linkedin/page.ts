import type { PageAnswers, PageMessage } from '@/lib/linkedin/contract';

/** Asks the worker; undefined when it did not answer (not delivered, died meanwhile, or took too long). */
export type Ask = <T extends PageMessage['type']>(message: Extract<PageMessage, { type: T }>) => Promise<PageAnswers[T] | undefined>;

/** The page a driver works on. */
export interface Page {
  doc: Document;
  /** ends with this copy of the content script, or with the order */
  signal: AbortSignal;
}

/** Where elements are looked for: the document, open shadow roots of the interop outlet, the same-origin /preload/ frame. */
export type Root = Document | ShadowRoot;

const OUTLET = '#interop-outlet, [data-testid="interop-shadowdom"]';

/** Whether the outlet for LinkedIn's older interface is there and still without its shadow root. */
export function mayGetShadowRoot(doc: Document): boolean {
  return [...doc.querySelectorAll(OUTLET)].some((outlet) => outlet.shadowRoot === null);
}

/**
 * Every place LinkedIn puts its own interface in, outermost first (linkedin-pages section 1). Advertisement frames and other
 * origins are never entered.
 */
export function rootsOf(doc: Document): Root[] {
  const roots: Root[] = [doc];
  for (const outlet of doc.querySelectorAll(OUTLET)) {
    if (outlet.shadowRoot !== null) roots.push(outlet.shadowRoot);
  }
  return [...roots, ...framesOf(doc).filter((inner) => inner.defaultView?.frameElement instanceof Element && visible(inner.defaultView.frameElement))];
}

/** The documents of LinkedIn's own `/preload/` frames, seen or not. */
export function framesOf(doc: Document): Document[] {
  return [...doc.querySelectorAll<HTMLIFrameElement>('iframe[src^="/preload/"], iframe[data-testid="interop-iframe"]')].flatMap((frame) => {
    const inner = frame.contentDocument;
    return inner?.location.pathname.startsWith('/preload') === true ? [inner] : [];
  });
}

/** Nodes of the preload frame come from another realm: `instanceof` does not know them. */
export function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

/** Whether a place to look in is a whole document. */
export function isDocument(node: Node): node is Document {
  return node.nodeType === 9;
}

/** All elements in all roots that match. */
export function everywhere(doc: Document, css: string): HTMLElement[] {
  return rootsOf(doc).flatMap((root) => [...root.querySelectorAll<HTMLElement>(css)]);
}

/**
 * Whether a person could see the element if it were scrolled to: rendered, not transparent, and not inside an inert or
 * aria-hidden part of the page. Off-screen is still visible.
 */
export function visible(element: Element): boolean {
  if (element.closest('[inert], [aria-hidden="true"], dialog:not([open])') !== null) return false;
  return element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || isTransparentBox(element);
}

/** `display: contents` has no box of its own; what is in it is judged by itself. */
function isTransparentBox(element: Element): boolean {
  return element.ownerDocument.defaultView?.getComputedStyle(element).display === 'contents'
    && (element.parentElement === null || visible(element.parentElement));
}

/** Text as a reader sees it on one line: NFC, no-break spaces as spaces, runs of white space as one space. */
export function lineOf(element: Element | null | undefined): string {
  return (element?.textContent ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** Visible text on one line: what hidden descendants say is left out. */
export function visibleLine(element: Element): string {
  const parts: string[] = [];
  const walk = (node: Node): void => {
    if (node.nodeType === 3) parts.push(node.textContent ?? '');
    else if (node.nodeType === 1) {
      for (const child of node.childNodes) if (!isElement(child) || visible(child)) walk(child);
    }
  };
  walk(element);
  return parts.join(' ').normalize('NFC').replace(/\s+/gu, ' ').trim();
}
