/** Les réponses et leur ton, partout où ils paraissent. */
export const replies = {
  listOf: 'Réponses à {name}',
  show: 'Cliquez pour voir les réponses et corriger un ton.',
} as const;
