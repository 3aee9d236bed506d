/** What the member is told before anything can be sent. */
export const consent = {
  title: 'Before anything is sent',
  intro: 'Nurtures sends messages from your own LinkedIn tab, in your name, to your own connections. Please read what that means.',
  agreement: 'LinkedIn’s User Agreement does not allow automated messaging. LinkedIn may limit, restrict or close an account that uses a tool like this one.',
  affiliation: 'This product is not made, endorsed or supported by LinkedIn.',
  law: 'The law of the recipient’s country on data protection and unwanted messages applies, and keeping it is your duty: have a reason to write, say who you are, and stop when you are asked to.',
  never: 'It never writes to anyone who is not your connection, never solves a security check, never logs in for you, never reads cookies, never opens a hidden window, never pretends to be a human hand, and never goes on by itself after a warning from LinkedIn.',
  privacy: 'What leaves this browser is the message itself and, only if you set it up, link targets to your link tracker and counts with keyed hashes to your team. Reply texts stay on this device.',
  control: 'You can pause everything at any moment, from the popup or any page of Nurtures.',
  agree: 'I understand and agree',
  later: 'Not now',
  given: 'You agreed on {day}.',
  notGiven: 'You have not agreed yet, so no nurture can be made active.',
  read: 'Read and agree',
  done: 'Thank you. Nurtures can now be made active.',
} as const;
