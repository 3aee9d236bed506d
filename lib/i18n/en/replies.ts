/** Replies and their tone, wherever they are shown. */
export const replies = {
  listOf: 'Replies to {name}',
  show: 'Click to see the replies and correct a tone.',
} as const;
