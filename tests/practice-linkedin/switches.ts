/** The languages LinkedIn's interface is served in. */
export type Locale = 'en' | 'fr' | 'de' | 'es' | 'pt' | 'nl' | 'it';

/** Walls LinkedIn puts in place of a page. */
export type WallKind =
  | 'login' | 'login-page-200' | 'authwall' | 'sign-in-modal' | 'checkpoint' | 'captcha' | 'checkpoint-login' | 'agree-to-comply'
  | 'restricted' | 'http-429' | 'http-429-challenge' | 'http-429-empty' | 'http-999' | 'page-error' | 'not-found' | 'redirect-loop';

/** Where a wall stands. `after-send` sends the page to the wall when a message was submitted. */
export type WallPlace = 'everything' | 'profile' | 'compose' | 'thread' | 'inbox' | 'connections' | 'after-send';

export interface Wall {
  readonly kind: WallKind;
  readonly on: WallPlace;
  /** How many pages of that place still pass before the wall comes up. Default 0. */
  readonly after?: number;
  /** How many pages meet the wall before it is gone again. Default: until it is taken away. */
  readonly times?: number;
}

/** What goes wrong with one send. README.md says what each one does to page and store. */
export type FaultKind =
  | 'drop' | 'no-answer' | 'no-answer-unstored' | 'refuse' | 'refuse-but-stored' | 'delay' | 'swallow-click' | 'contact-info' | 'premium-modal'
  | 'stored-twice' | 'altered' | 'offline' | 'offline-but-stored';

export interface Fault {
  readonly kind: FaultKind;
  /** Only sends to this member id. Default: anybody. */
  readonly person?: string;
  /** How many sends are hit. Default 1. */
  readonly times?: number;
  /** Milliseconds until the server answers, for `delay` (default 15 000). */
  readonly ms?: number;
  /** How `altered` changes the text. Default 'lost-line'. */
  readonly how?: 'lost-line' | 'doubled' | 'nbsp' | 'variation';
}

/**
 * Global switches. They may be changed at any moment and count for every page loaded afterwards.
 * README.md describes each value.
 */
export interface Switches {
  /** Program generation of profile, connections and their navigation. */
  variant: 'A' | 'B1' | 'B2';
  locale: Locale;
  /** `html[lang]` and words nobody translated: words are shown reversed. */
  unknownLocale: 'no' | 'yes';
  /** `undescribed` keeps ids, urns and roles and changes every class, label and componentkey. */
  generation: 'described' | 'undescribed';
  speed: 'fast' | 'real';
  /** Where the overlay bubble of new-app pages lives. */
  overlay: 'light' | 'shadow' | 'frame';
  /**
   * What answers a compose address with a recipient: the messaging page, or a page of the new app on which the conversation is a bubble and
   * nothing else. Where the bubble lives says `overlay`.
   */
  composeForm: 'pane' | 'bubble';
  /** The person card of a bubble links by member id, or by slug only. */
  bubbleCard: 'id' | 'slug';
  /** Whether the program that draws the bubble brings the signed-in member's data block into its document. */
  bubbleData: 'blocks' | 'none';
  /** What a click on a Message control of a profile or connection does. */
  messageClick: 'bubble' | 'navigate' | 'nothing' | 'premium-modal' | 'premium-page';
  /** Enter mode has no Send button at all; the others differ in the button. */
  sendMode: 'button' | 'icon' | 'aria-disabled' | 'stays-disabled' | 'enter';
  /** How far the editor's model trusts events (13.4). */
  editor: 'strict' | 'normal' | 'lax';
  editorTrouble: 'none' | 'replaced-while-typing' | 'loses-focus';
  /** `slow` appears 25 s later, `late` 3 s later. */
  composer: 'normal' | 'late' | 'slow' | 'never' | 'textarea';
  /** Overlay builds may use a plain `div` for the form. */
  formTag: 'form' | 'div';
  /** Presence dots and times that change by themselves. */
  restless: 'no' | 'yes';
  /** Whether what is typed and not sent comes back when the composer is opened again. */
  drafts: 'kept' | 'forgotten';
  /** An existing thread met through a compose address: redirected to it, shown inline, or either by seed. */
  composeWithThread: 'mixed' | 'redirect' | 'inline';
  /** Who the compose page is addressed to although the address says otherwise. */
  composeRecipient: 'as-asked' | 'another' | 'two' | 'none';
  /** What a new thread looks like: normal composer or a "Say hello" card without one. */
  newThread: 'composer' | 'say-hello';
  /** What stands where the composer should be for somebody who is not a connection. */
  nonConnection: 'premium-card' | 'inmail' | 'inmail-no-credits' | 'banner' | 'invitation-banner';
  /** A Premium card in place of the composer even for connections (seen after a burst). */
  premiumCard: 'strangers' | 'everybody';
  banner: 'none' | 'sender-warning' | 'blocked' | 'standard' | 'premium';
  /** A thread opens with a toast that means nothing, or an error toast. */
  toast: 'none' | 'success' | 'error';
  /** A modal that nobody knows opens over the thread. */
  unknownDialog: 'none' | 'on-open' | 'after-send';
  /** Another person's bubble with this draft in it, on profiles, connections and beside a compose bubble; in the document before or after the wanted one. */
  oldBubble: { readonly person: string; readonly draft: string; readonly place: Switches['overlay']; readonly order: 'before' | 'after' } | null;
  /** A search form with its own Send-like submit button stands before the composer. */
  otherFormFirst: 'no' | 'yes';
  /** Rows of a group carry their meta: as LinkedIn does, or hardly ever. */
  rowMeta: 'normal' | 'sparse';
  /** The hidden bar copy of a profile's actions: there from the start, late, or not at all. */
  stickyBar: 'present' | 'late' | 'absent';
  /** Whether the top card's componentkey holds the member id, or a uuid. */
  cardId: 'in-key' | 'absent' | 'in-id';
  /** One more, hidden, copy of the action row in the top card. */
  thirdCopy: 'no' | 'yes';
  /** A custom button of the member in the action row. */
  customButton: 'no' | 'yes';
  /** 2nd-degree look of people the world calls strangers. */
  strangerLook: 'follow' | 'connect' | 'pending' | 'followed';
  /** The order in which a profile's parts arrive. */
  arrival: 'top-first' | 'asides-first';
  /** Profile words (captcha, restricted, 429, too many requests) in headlines and about texts. */
  scaryWords: 'no' | 'yes';
  /** One page of connections fails once. */
  connectionsHiccup: 'no' | 'yes';
  wall: Wall | null;
  /** What an open page does when its session is gone. */
  signedOutPage: 'redirect' | 'modal';
}

/** The pages as most accounts had them in autumn 2026, in English, fast. */
export function defaultSwitches(): Switches {
  return {
    variant: 'B2', locale: 'en', unknownLocale: 'no', generation: 'described', speed: 'fast', overlay: 'light', composeForm: 'pane', bubbleCard: 'id', bubbleData: 'blocks', messageClick: 'bubble',
    sendMode: 'button', editor: 'strict', editorTrouble: 'none', composer: 'normal', composeWithThread: 'mixed', formTag: 'form', restless: 'no', drafts: 'kept',
    composeRecipient: 'as-asked', newThread: 'composer', nonConnection: 'premium-card', premiumCard: 'strangers', banner: 'none',
    toast: 'none', unknownDialog: 'none', oldBubble: null, otherFormFirst: 'no', rowMeta: 'normal', stickyBar: 'present', cardId: 'in-key',
    thirdCopy: 'no', customButton: 'no', strangerLook: 'follow', arrival: 'top-first', scaryWords: 'no', connectionsHiccup: 'no', wall: null,
    signedOutPage: 'redirect',
  };
}
