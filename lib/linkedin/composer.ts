import type { Conversation } from '@/lib/linkedin/conversation';
import { all, countsOf } from '@/lib/linkedin/find';
import { visible } from '@/lib/linkedin/page';
import { normalText } from '@/lib/linkedin/text';
import { linesOf } from '@/lib/linkedin/thread';

/** The one form of a conversation and the editor in it. Nodes are never kept across a wait: ask again. */
export interface Composer {
  form: HTMLElement;
  editor: HTMLElement;
}

/** The composer of a conversation; undefined unless there is exactly one editor in exactly one form. */
export function composerOf(conversation: Conversation): Composer | undefined {
  const forms = all(conversation.element, 'form').filter((form) => all(form, 'editor').length > 0);
  const editors = new Set(forms.flatMap((form) => all(form, 'editor')));
  const [editor] = editors;
  const form = forms.find((candidate) => editor !== undefined && candidate.contains(editor));
  return form !== undefined && editor !== undefined && editors.size === 1 ? { form, editor } : undefined;
}

/** Counts of everything a composer consists of, for evidence. */
export function composerEvidence(conversation: Conversation): string {
  return countsOf(conversation.element, ['form', 'editor', 'send', 'sendToggle']);
}

/** What the composer holds, as one text: paragraphs joined by one newline, a line break is a newline (linkedin-pages section 5). */
export function composerText({ editor }: Composer): string {
  if (isTextArea(editor)) return normalText(editor.value);
  const paragraphs: string[] = [];
  let loose = '';
  for (const node of editor.childNodes) {
    if (node.nodeType === 1 && node.nodeName !== 'BR' && isBlock(node)) {
      if (loose !== '') paragraphs.push(loose);
      loose = '';
      paragraphs.push(blockText(node));
    } else if (node.nodeName === 'BR') loose += '\n';
    else if (node.nodeType === 3 || node.nodeType === 1) loose += node.textContent ?? '';
  }
  if (loose !== '' && !(loose === '\n' && paragraphs.length === 0)) paragraphs.push(loose);
  return normalText(paragraphs.join('\n'));
}

/** The placeholder break at the end of an empty or unfinished block is not part of the text. */
function blockText(node: Node): string {
  const text = linesOf(node as Element);
  return node.lastChild?.nodeName === 'BR' ? text.slice(0, -1) : text;
}

function isBlock(node: Node): boolean {
  return /^(P|DIV|LI|UL|OL)$/u.test(node.nodeName);
}

function isTextArea(element: Element): element is HTMLTextAreaElement {
  return element.tagName === 'TEXTAREA';
}

/**
 * Types a text at the end of the editor, in one go, so that nobody can type in between. The page's own model follows trusted input
 * events only, and `execCommand` fires those; every return value counts. Says whether the browser did every step.
 */
export function type({ editor }: Composer, text: string): boolean {
  if (isTextArea(editor)) return typeIntoArea(editor, text);
  const { ownerDocument: doc } = editor;
  if (!caretAtEnd(editor)) return false;
  return text.split('\n').every((line, index) => {
    const broken = index === 0 || doc.execCommand('insertParagraph');
    return broken && (line === '' || doc.execCommand('insertText', false, line)) && editor.isConnected;
  });
}

/** Empties the editor; says whether it is empty now. Only for texts of ours. */
export function empty(composer: Composer): boolean {
  const { editor } = composer;
  if (composerText(composer) === '') return true;
  if (isTextArea(editor)) {
    editor.focus();
    editor.select();
    editor.ownerDocument.execCommand('delete');
    return editor.value === '';
  }
  editor.focus();
  const selection = selectionOf(editor);
  if (selection === null) return false;
  selection.selectAllChildren(editor);
  editor.ownerDocument.execCommand('delete');
  return composerText(composer).trim() === '';
}

function caretAtEnd(editor: HTMLElement): boolean {
  editor.focus();
  const selection = selectionOf(editor);
  if (selection === null) return false;
  const last = editor.lastElementChild;
  if (last !== null && isBlock(last)) {
    const range = editor.ownerDocument.createRange();
    range.selectNodeContents(last);
    range.collapse(last.childNodes.length === 1 && last.firstChild?.nodeName === 'BR');
    selection.removeAllRanges();
    selection.addRange(range);
  } else {
    selection.selectAllChildren(editor);
    selection.collapseToEnd();
  }
  return true;
}

function selectionOf(editor: HTMLElement): Selection | null {
  return editor.ownerDocument.getSelection();
}

function typeIntoArea(area: HTMLTextAreaElement, text: string): boolean {
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  return text === '' || area.ownerDocument.execCommand('insertText', false, text);
}

/** The Send button of this form: exactly one submit button that is not the toggle for send options. */
export function sendButton({ form }: Composer): HTMLButtonElement | undefined {
  const toggles = new Set(all(form, 'sendToggle'));
  const buttons = all(form, 'send').filter((button) => !toggles.has(button) && button.closest('form, .msg-form') === form);
  const [button, second] = buttons;
  return button !== undefined && second === undefined && isButton(button) ? button : undefined;
}

function isButton(element: Element): element is HTMLButtonElement {
  return element.tagName === 'BUTTON';
}

/** Whether a button can be pressed now. */
export function pressable(button: HTMLButtonElement): boolean {
  return visible(button) && !button.disabled && button.getAttribute('aria-disabled') !== 'true';
}

/** How messages leave this composer: by a Send button, or by the Enter key when there is only the toggle. */
export function sendModeOf(composer: Composer): 'click' | 'enter' | 'unknown' {
  if (sendButton(composer) !== undefined) return 'click';
  return all(composer.form, 'send').length === 0 && all(composer.form, 'sendToggle').length === 1 ? 'enter' : 'unknown';
}
