/** What the member is told before anything can be sent. */
export const consent = {
  title: 'Before anything is sent',
  intro: 'Nurtures sends messages from your own LinkedIn tab, in your name, to your own connections.',
  agreement: 'LinkedIn’s User Agreement does not allow automated messaging. LinkedIn may limit, restrict or close an account that uses a tool like this one.',
  affiliation: 'This product is not made, endorsed or supported by LinkedIn.',
  law: 'The law of the recipient’s country on data protection and unwanted messages applies, and keeping it is your duty: have a reason to write, say who you are, and stop when asked.',
  never: 'It writes to your own connections only. It never solves a security check, logs in for you, reads cookies, hides its window, imitates a human hand, or goes on by itself after a warning from LinkedIn.',
  privacy: 'Only the message leaves this browser and, if you set them up, link targets to your link tracker and counts with keyed hashes to your team. Reply texts stay on this device.',
  control: 'You can pause everything at any moment, from the popup and every page.',
  agree: 'I understand and agree',
  later: 'Not now',
  given: 'You agreed on {day}.',
  notGiven: 'You have not agreed yet, so no nurture can be made active.',
  read: 'Read and agree',
  done: 'Thank you. Nothing is sent until you make a nurture active.',
} as const;
