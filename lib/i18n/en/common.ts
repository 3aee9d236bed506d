export const common = {
  navigation: 'Main',
  skipToContent: 'Skip to content',
  cancel: 'Cancel',
  close: 'Close',
  undo: 'Undo',
  undoMoved: 'Something has happened since: this can no longer be undone.',
  unnamedPerson: 'an unnamed contact',
  readFailed: 'This could not be read from the database.',
  readFailedRemedy: 'Reload the page. If it stays, restart the browser: nothing is lost, and nothing is sent meanwhile that the database does not know of.',
  reload: 'Reload',
  twoZones: '{there} ({zone}) · {here} here',
  notifications: 'Messages',
} as const;
