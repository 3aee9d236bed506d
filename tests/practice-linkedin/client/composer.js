import { after, api, conversationAction, emberId, h, modal, pause, premiumModal, setClass, switches, takeFault, toast, word } from './core.js';

const TRUSTED_TYPES = /^(insertText|insertParagraph|insertLineBreak|insertFromPaste|insertCompositionText|insertReplacementText|delete.*|historyUndo|historyRedo)$/;

/** The text of the editor's paragraphs, one line each; a `<br>` within one is a line break too. */
export function readEditor(editor) {
  if (editor instanceof HTMLTextAreaElement) return editor.value;
  const blocks = [...editor.childNodes].map((node) => blockText(node));
  return blocks.join('\n').replaceAll('\u00a0', ' ');
}
function blockText(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeName === 'BR') return '';
  const only = node.childNodes.length === 1 && node.firstChild.nodeName === 'BR';
  if (only) return '';
  const parts = [...node.childNodes].map((child) => (child.nodeName === 'BR' ? '\n' : blockText(child)));
  const text = parts.join('');
  return node.lastChild?.nodeName === 'BR' && text.endsWith('\n\n') ? text.slice(0, -1) : text;
}
function writeEditor(editor, text) {
  if (editor instanceof HTMLTextAreaElement) {
    editor.value = text;
    return;
  }
  editor.replaceChildren(...text.split('\n').map((line) => h('p', {}, line === '' ? h('br') : line)));
}

/**
 * A composer for one conversation.
 * @param talk people: member ids; name: shown name; threadId or null; view: the thread list rows go to; onSent(threadId)
 * @returns { root, ready } the form's place (filled late), and a promise that settles when it stands
 */
export function createComposer(talk) {
  const root = h('div', { class: 'msg-form__container' });
  const ready = appear(root, talk);
  return { root, ready };
}

async function appear(root, talk) {
  if (switches.composer === 'never') return;
  await after('composer');
  if (switches.composer === 'late') await pause(3000);
  if (switches.composer === 'slow') await pause(25_000);
  if (switches.otherFormFirst === 'yes') {
    root.append(h('form', { class: 'search-form', on: { submit: (event) => event.preventDefault() } }, h('input', { name: 'keywords' }), h('button', { type: 'submit' }, word('send'))));
  }
  const built = build(talk);
  root.append(built.form);
  await after('bind');
  built.bind();
  await after('replace');
  built.replaceEditor();
  // For tests in the page's own world; a content script cannot see it.
  built.form.settled = true;
}

function build(talk) {
  const model = { text: talk.draft ?? '', saving: 0, troubled: false };
  const values = { name: talk.name };
  let bound = false;
  let editor = makeEditor();
  const holder = h('div', { class: 'msg-form__msg-content-container msg-form__message-texteditor' }, editor,
    h('div', { class: 'msg-form__placeholder', 'data-placeholder': word('composer'), 'aria-hidden': 'true' }), h('button', { type: 'button', 'aria-label': 'Maximize compose field' }));
  let enterMode = switches.sendMode === 'enter';
  const right = h('div', { class: 'msg-form__right-actions' });
  const hovercard = h('div', { class: 'msg-form__hovercard', hidden: true });
  const form = h(switches.formTag, { id: `msg-form-${emberId()}`, class: 'msg-form msg-form--thread-footer-feature', on: { submit: (event) => { event.preventDefault(); if (bound) submit(); } } },
    talk.subject ? h('input', { name: 'subject', class: 'msg-form__subject', placeholder: word('subject') }) : null,
    talk.credits ?? null,
    holder,
    h('div', { class: 'msg-form__gai-module-container' }),
    h('footer', { class: 'msg-form__footer' },
      h('div', { class: 'msg-form__left-actions' },
        h('input', { type: 'file', class: 'msg-form__attachment-upload-input hidden', style: { display: 'none' } }),
        h('button', { type: 'button', 'aria-label': word('attachImage', values) }), h('button', { type: 'button', 'aria-label': word('attachFile', values) }),
        h('button', { type: 'button' }, word('gif')), h('button', { type: 'button' }, word('emoji'))),
      right), hovercard);
  let button = null;
  drawActions();
  refresh();
  return { form, bind: () => { bound = true; }, replaceEditor };

  function drawActions() {
    button = enterMode ? null : sendButton();
    right.replaceChildren(...(button === null ? [] : [button]), h('button', {
      type: 'button', class: 'msg-form__send-toggle', 'aria-expanded': 'false', 'data-test-msg-ui-send-mode-toggle-presenter__button': '',
      on: { click: () => { if (bound) toggleHovercard(); } },
    }, word('sendOptions')));
  }
  function sendButton() {
    const icon = switches.sendMode === 'icon';
    return h('button', {
      class: icon ? 'msg-form__send-btn artdeco-button artdeco-button--circle' : 'msg-form__send-button artdeco-button artdeco-button--1', type: 'submit',
      on: { click: (event) => {
        if (switches.sendMode === 'aria-disabled' && model.text.trim() === '') event.preventDefault();
        else if (switches.formTag === 'div' && bound) submit();
      } },
    }, icon ? h('svg', { id: 'send-privately-small', 'aria-hidden': 'true', width: 16, height: 16 }) : word('send'));
  }
  function toggleHovercard() {
    if (!hovercard.hidden) {
      hovercard.hidden = true;
      return;
    }
    const radio = (value, label, on) => h('label', {}, h('input', {
      type: 'radio', name: `send-mode-${form.id}`, value, ...(on ? { checked: true } : {}),
      on: { change: () => {
        enterMode = value === 'ENTER';
        void conversationAction('sendMode', { mode: value }).catch(() => undefined);
        hovercard.hidden = true;
        drawActions();
        refresh();
      } },
    }), label);
    hovercard.replaceChildren(radio('ENTER', word('pressEnter'), enterMode), radio('CLICK', word('clickSend'), !enterMode));
    hovercard.hidden = false;
  }
  function makeEditor() {
    const attributes = { class: 'msg-form__contenteditable t-14 t-black--light t-normal', role: 'textbox', 'aria-multiline': 'true', 'aria-label': word('composer') };
    const made = switches.composer === 'textarea' ? h('textarea', attributes) : h('div', { ...attributes, contenteditable: 'true' });
    writeEditor(made, model.text);
    made.addEventListener('input', (event) => {
      if (!bound || !accepted(event)) return;
      model.text = readEditor(made);
      refresh();
      void conversationAction('typing', { recipients: talk.people }).catch(() => undefined);
      saveDraft();
      if (switches.editorTrouble === 'replaced-while-typing' && !model.troubled) {
        model.troubled = true;
        model.text = '';
        void pause(30).then(replaceEditor);
      }
      if (switches.editorTrouble === 'loses-focus' && model.text.length >= 3 && !model.troubled) {
        model.troubled = true;
        made.blur();
      }
    });
    made.addEventListener('keydown', (event) => {
      if (!bound || event.key !== 'Enter' || (!event.isTrusted && switches.editor !== 'lax')) return;
      if ((enterMode && !event.shiftKey) || event.ctrlKey || event.metaKey) {
        event.preventDefault();
        submit();
      }
    });
    return made;
  }
  /** A moment after the last keystroke LinkedIn keeps what stands in the composer. */
  function saveDraft() {
    clearTimeout(model.saving);
    if (switches.drafts === 'forgotten' || talk.people.length !== 1) return;
    model.saving = setTimeout(() => { void conversationAction('saveDraft', { recipients: talk.people, text: model.text }).catch(() => undefined); }, switches.speed === 'real' ? 1000 : 60);
  }
  function accepted(event) {
    if (switches.editor === 'lax') return true;
    if (!TRUSTED_TYPES.test(event.inputType ?? '')) return false;
    return switches.editor === 'normal' || event.isTrusted;
  }
  /** Once after it first stood, the framework puts a fresh node in the editor's place, with the model's text in it. */
  function replaceEditor() {
    const focused = (holder.getRootNode().activeElement ?? null) === editor;
    const fresh = makeEditor();
    editor.replaceWith(fresh);
    editor = fresh;
    if (focused && switches.editorTrouble === 'none') fresh.focus();
    refresh();
  }
  function refresh() {
    if (button === null) return;
    const empty = model.text.trim() === '' || switches.sendMode === 'stays-disabled';
    if (switches.sendMode === 'aria-disabled') {
      button.setAttribute('aria-disabled', String(empty));
      setClass(button, `msg-form__send-button artdeco-button artdeco-button--1${empty ? ' artdeco-button--disabled' : ''}`);
    } else button.disabled = empty;
  }
  function clear() {
    model.text = '';
    writeEditor(editor, '');
    refresh();
  }
  function submit() {
    const text = model.text;
    if (text.trim() === '' || switches.sendMode === 'stays-disabled') return;
    const fault = takeFault(talk.people);
    const report = () => { void conversationAction('submitted', { recipients: talk.people, text, fault: fault.id }).catch(() => undefined); };
    if (fault?.kind === 'swallow-click') {
      report();
      return;
    }
    clearTimeout(model.saving);
    clear();
    if (fault?.kind === 'drop') {
      report();
      return;
    }
    if (fault?.kind === 'contact-info') {
      report();
      modal('msg-contact-info-modal', word('shareInfo'), h('button', { type: 'button' }, word('shareNo')), h('button', { type: 'button' }, word('shareYes')));
      return;
    }
    if (fault?.kind === 'premium-modal') {
      report();
      premiumModal();
      return;
    }
    if (switches.unknownDialog === 'after-send') modal('msg-unknown-modal', 'Before you continue', h('p', {}, '…'));
    deliver(text, fault);
  }
  function deliver(text, fault) {
    const originToken = crypto.randomUUID();
    const row = talk.view.addOptimistic(text, originToken, () => deliver(text, null));
    api('/voyager/api/voyagerMessagingDashMessengerMessages?action=createMessage', { recipients: talk.people, text, originToken, fault: fault?.id ?? 0 }).then((answer) => {
      row.confirm(answer.message);
      talk.onSent?.(answer.threadId, answer.message);
      if (answer.goto !== null) location.assign(answer.goto);
    }, () => {
      row.fail();
      toast('error', word('failed'));
    });
  }
}
