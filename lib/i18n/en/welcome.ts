/** First run. */
export const welcome = {
  title: 'Your first nurture in three minutes',
  intro: 'A nurture is a message, or a few of them, to people you are already connected with, sent from your own tab at the hours you choose.',
  consentStep: 'Read what it does',
  consentHint: 'What LinkedIn says about tools like this, and what it never does.',
  signInStep: 'Open LinkedIn and sign in',
  signInHint: 'As yourself, in this browser. Then confirm here that messages may go out in your name.',
  signedInAs: 'Signed in as {name}.',
  openLinkedIn: 'Open LinkedIn',
  confirm: 'Send as {name}',
  importStep: 'Bring in your connections',
  importHint: 'LinkedIn sends you Connections.csv: Settings & Privacy, Data privacy, Get a copy of your data.',
  imported: { one: '{count} contact', other: '{count} contacts' },
  importAction: 'Import contacts',
  draftStep: 'Write your first nurture',
  draftHint: 'Every text is shown to you before it is sent.',
} as const;
