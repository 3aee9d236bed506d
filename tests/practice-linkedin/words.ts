import type { Locale } from './switches.ts';

/** The interface's words in one language. `{name}`, `{time}`, `{n}`, `{text}`, `{date}` are filled in by the page. */
export interface Words {
  readonly composer: string; readonly send: string; readonly message: string; readonly more: string; readonly me: string;
  readonly home: string; readonly network: string; readonly jobs: string; readonly messaging: string; readonly notifications: string;
  readonly pending: string; readonly pendingLabel: string; readonly connect: string; readonly invite: string; readonly follow: string; readonly following: string; readonly followName: string;
  readonly degree1: string; readonly degree2: string; readonly degree3: string; readonly degreeConnection: string;
  readonly newMessage: string; readonly recipients: string; readonly recipientsPlaceholder: string; readonly remove: string;
  readonly sentAt: string; readonly sending: string; readonly viewProfile: string; readonly openProfile: string; readonly sentFollowing: string;
  readonly you: string; readonly unread: string; readonly conversations: string; readonly loadMore: string; readonly options: string; readonly select: string;
  readonly sendOptions: string; readonly pressEnter: string; readonly clickSend: string; readonly attachImage: string; readonly attachFile: string;
  readonly gif: string; readonly emoji: string; readonly replyWith: string; readonly minimize: string; readonly close: string; readonly closeDraft: string;
  readonly failed: string; readonly retry: string; readonly connectedOn: string; readonly connected: string; readonly connections: string; readonly searchByName: string;
  readonly sortBy: string; readonly moreActions: string; readonly tryAgain: string; readonly wrong: string; readonly contactInfo: string;
  readonly sendProfile: string; readonly savePdf: string; readonly removeConnection: string; readonly report: string; readonly about: string;
  readonly moreProfiles: string; readonly mayKnow: string; readonly notificationsCount: string; readonly premium: string; readonly premiumAny: string;
  readonly subject: string; readonly credits: string; readonly noCredits: string; readonly shareInfo: string; readonly shareNo: string; readonly shareYes: string;
  readonly typing: string; readonly edited: string; readonly recalled: string; readonly sayHello: string; readonly senderWarning: string;
  readonly blocked: string; readonly notConnected: string; readonly wantsToConnect: string; readonly accept: string; readonly ignore: string; readonly editIntro: string; readonly showMore: string;
  readonly sendMessageTo: string; readonly dismiss: string; readonly signIn: string;
}

const en: Words = {
  composer: 'Write a message…', send: 'Send', message: 'Message', more: 'More', me: 'Me', home: 'Home', network: 'My Network', jobs: 'Jobs',
  messaging: 'Messaging', notifications: 'Notifications', pending: 'Pending', pendingLabel: 'Pending, click to withdraw invitation sent to {name}',
  connect: 'Connect', invite: 'Invite {name} to connect', follow: 'Follow', following: 'Following', followName: 'Follow {name}', degree1: '1st', degree2: '2nd', degree3: '3rd',
  degreeConnection: '{degree} degree connection', newMessage: 'New message', recipients: 'Enter message recipients',
  recipientsPlaceholder: 'Type a name or multiple names', remove: 'Remove {name}', sentAt: 'Sent at {date}, {time}', sending: 'Sending',
  viewProfile: 'View {name}’s profile', openProfile: 'Open {name}’s profile', sentFollowing: '{name} sent the following message at {time}',
  you: 'You:', unread: '{n} unread message(s)', conversations: 'Conversation List', loadMore: 'Load more conversations',
  options: 'Open the options list in your conversation with {name}', select: 'Select conversation with {name}', sendOptions: 'Open send options',
  pressEnter: 'Press Enter to Send', clickSend: 'Click Send', attachImage: 'Attach an image to your conversation with {name}',
  attachFile: 'Attach a file to your conversation with {name}', gif: 'Open GIF Keyboard', emoji: 'Open Emoji Keyboard',
  replyWith: 'Reply to conversation with {text}', minimize: 'Minimize your conversation with {name}', close: 'Close your conversation with {name}',
  closeDraft: 'Close your draft conversation', failed: 'Failed to send', retry: 'Retry', connectedOn: 'Connected on {date}', connected: 'Connected {date}',
  connections: '{n} connections', searchByName: 'Search by name', sortBy: 'Sort by: Recently added', moreActions: 'More actions for {name}',
  tryAgain: 'Try again', wrong: 'Something went wrong', contactInfo: 'Contact info', sendProfile: 'Send profile in a message', savePdf: 'Save to PDF',
  removeConnection: 'Remove connection', report: 'Report / Block', about: 'About this member', moreProfiles: 'More profiles for you',
  mayKnow: 'People you may know', notificationsCount: '{n} notifications', premium: 'Message {name} with Premium',
  premiumAny: 'With Premium, you can message anyone', subject: 'Subject (optional)', credits: 'Use 1 of {n} InMail credits', noCredits: 'You have no InMail credits left',
  shareInfo: 'Share your contact info?', shareNo: 'No, don’t share', shareYes: 'Yes, please share', typing: '{name} is typing', edited: 'Edited',
  recalled: 'This message has been deleted.', sayHello: 'Say hello', senderWarning: 'Messages like this are often reported as unwanted',
  blocked: 'You can no longer reply to this conversation', notConnected: '{name} isn’t a connection', wantsToConnect: '{name} wants to connect',
  accept: 'Accept', ignore: 'Ignore', editIntro: 'Edit intro', showMore: 'Show more results', sendMessageTo: 'Send a message to {name}', dismiss: 'Dismiss', signIn: 'Sign in',
};

const all: Partial<Record<Locale, Words>> = { en };

/** The words of a language. */
export function wordsOf(locale: Locale): Words {
  return all[locale] ?? en;
}
