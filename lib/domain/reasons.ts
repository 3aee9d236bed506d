/**
 * The closed set of reason codes. Every decision that keeps something from moving, ends it or stops a campaign carries
 * exactly one of them; `lib/i18n` holds a text and a remedy for each in every language.
 */
export const REASONS = [
  // the person
  'replied', 'mayHaveReplied', 'optedOut', 'doNotContact', 'notConnected', 'claimedBySibling', 'claimedByTeammate',
  'samePerson', 'personLimit', 'quietPeriod', 'personHeld', 'personErased', 'profileGone',
  // the text
  'missingVariable', 'textChanged', 'trackerUnreachable', 'textTooLong',
  // the approval
  'waitingApproval', 'approvalNotGiven', 'approvalTooOld', 'rejectedByHand', 'approvalWithdrawn',
  // the member's will
  'switchedOff', 'paused', 'archived', 'removedByHand', 'settledByHand', 'scheduleEdited', 'restored', 'consentMissing',
  // time and limits
  'memberLimit', 'profileLimit', 'waitingSlot', 'waitingDay', 'waitingTurn', 'slotOver', 'slotEnded', 'lateStart', 'ended', 'finished',
  'day0', 'notStarted',
  // missed slots
  'asleep', 'browserClosed', 'noWindow', 'siteAccess', 'notSignedIn', 'signedInAsOther',
  // the page
  'recipientMismatch', 'addressUnknown', 'sentElsewhere', 'refusedByLinkedIn', 'pressEnterMode', 'draftInComposer', 'memberTyping',
  'pageNotUnderstood', 'pageChanged', 'selfTestFailed', 'threadUnreadable', 'unknownAuthor', 'textNotKept', 'sendDisabled',
  'inMailOnly', 'senderWarning', 'conversationBlocked', 'unknownDialog', 'contactInfoAsked', 'noPage', 'tabClosed', 'tabNavigated',
  'tabHidden', 'leaseOver', 'noAnswer', 'notThere', 'extensionUpdated', 'otherCopy', 'offline',
  // walls and limits by LinkedIn
  'securityCheck', 'restricted', 'forcedLogout', 'limitReached', 'throttled', 'premiumCard',
  // a run that ended early
  'twoUnconfirmed', 'threeFailures',
  // why a campaign cannot start
  'noMessage', 'noSlot', 'unknownZone', 'sourceGone', 'noContacts', 'senderUnknown', 'sourceNearlyEmpty',
  // draft-only mode
  'draftWaiting', 'draftDiscarded',
] as const;

/** One of the closed set of reason codes. */
export type Reason = (typeof REASONS)[number];

/** Whether a value that came over an edge is a reason code of ours. */
export function isReason(value: unknown): value is Reason {
  return typeof value === 'string' && (REASONS as readonly string[]).includes(value);
}

/** A switch that must be exhaustive ends here; reaching it is a bug. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
