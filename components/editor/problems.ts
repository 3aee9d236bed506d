import { MESSAGES_MAX, DELAY_DAYS_MIN } from '@/lib/domain/campaign';
import { NAME_MAX, type CampaignProblem } from '@/lib/domain/campaign-check';
import { MAX_COHORT, MIN_SLOT_MINUTES, type ScheduleProblem } from '@/lib/domain/schedule';
import type { MessageProblem, TemplateError, TemplateHint, TemplatePart } from '@/lib/domain/template';
import { languageName, t } from '@/lib/i18n/index';

function withNearest(text: string, nearest: string | undefined): string {
  return nearest === undefined ? text : `${text} ${t('editor.didYouMean', { name: nearest })}`;
}

/** A mistake in one text as a sentence. */
export function templateErrorText(error: TemplateError): string {
  switch (error.code) {
    case 'unknown-variable': return withNearest(t('editor.unknownVariable', { name: error.name }), error.nearest);
    case 'unclosed-tag': return t('editor.unclosedTag', { position: error.at + 1 });
    case 'unopened-tag': return t('editor.unopenedTag', { position: error.at + 1 });
    case 'unclosed-section': return t('editor.unclosedSection', { name: error.name });
    case 'unopened-section': return t('editor.unopenedSection', { name: error.name });
    case 'empty-tag': return t('editor.emptyTag', { position: error.at + 1 });
    case 'partial': return t('editor.partial', { name: error.name });
    case 'delimiters': return t('editor.delimiters');
    case 'empty-body': return t('editor.emptyBody');
  }
}

function partText(part: TemplatePart): string {
  switch (part.part) {
    case 'body': return '';
    case 'alternative': return t('editor.inAlternative');
    case 'variant': return t('editor.inVariant', { language: languageName(part.language) });
    case 'fallback': return t('editor.inFallback', { name: part.name });
  }
}

/** A mistake in a message as a sentence. */
export function messageProblemText(problem: MessageProblem): string {
  switch (problem.code) {
    case 'template': return [partText(problem.where), templateErrorText(problem.error)].filter((part) => part !== '').join(' ');
    case 'no-alternative': return t('editor.noAlternative');
    case 'no-fallback': return t('editor.noFallback');
    case 'bad-fallback': return t('editor.badFallback', { name: problem.name });
    case 'unknown-fallback': return withNearest(t('editor.unknownFallback', { name: problem.name }), problem.nearest);
  }
}

/** Something worth a look in a body, as a sentence. */
export function hintText(hint: TemplateHint): string {
  switch (hint.code) {
    case 'double-space': return t('editor.hintDoubleSpace', { position: hint.at + 1 });
    case 'very-long': return t('editor.hintVeryLong', { length: hint.length });
    case 'over-limit': return t('editor.hintOverLimit', { length: hint.length, limit: hint.limit });
    case 'link': return t('editor.hintLink', { url: hint.url });
    case 'foreign-tag': return t('editor.hintForeignTag', { text: hint.text });
    case 'no-personal-variable': return t('editor.hintNoVariable');
  }
}

function scheduleProblemText(problem: ScheduleProblem): string {
  switch (problem.code) {
    case 'unknownZone': return t('editor.unknownZone');
    case 'noSlot': return t('editor.noSlot');
    case 'slotIdMissing': case 'slotIdTwice': return t('editor.slotDamaged', { slot: problem.slot + 1 });
    case 'noDays': case 'unknownDay': return t('editor.noDays', { slot: problem.slot + 1 });
    case 'slotTimeInvalid': return t('editor.slotTime', { slot: problem.slot + 1 });
    case 'slotEndsBeforeStart': return t('editor.slotOrder', { slot: problem.slot + 1 });
    case 'slotTooShort': return t('editor.slotShort', { slot: problem.slot + 1, minutes: MIN_SLOT_MINUTES });
    case 'slotOutsideHours': return t('editor.slotHours', { slot: problem.slot + 1 });
    case 'slotsOverlap': return t('editor.slotsOverlap', { slot: problem.slot + 1, other: problem.other + 1 });
    case 'cohortOutOfRange': return t('editor.cohort', { most: MAX_COHORT });
    case 'firstDayInvalid': return t('editor.firstDayInvalid');
    case 'lastDayInvalid': return t('editor.lastDayInvalid');
    case 'lastDayBeforeFirstDay': return t('editor.daysOrder');
    case 'skipDayInvalid': return t('editor.skipDayInvalid');
    case 'noSlotBetweenDays': return t('editor.noSlotBetweenDays');
  }
}

/** Why a campaign cannot be saved, as a sentence. */
export function problemText(problem: CampaignProblem): string {
  switch (problem.at) {
    case 'name': return problem.code === 'empty' ? t('editor.nameEmpty') : t('editor.nameLong', { most: NAME_MAX });
    case 'program': return problem.code === 'empty' ? t('editor.programEmpty') : t('editor.programLong', { most: NAME_MAX });
    case 'messages': return problem.code === 'none' ? t('editor.noMessages') : t('editor.tooManyMessages', { most: MESSAGES_MAX });
    case 'delay': return problem.code === 'tooShort' ? t('editor.delayShort', { days: DELAY_DAYS_MIN }) : t('editor.delayNumber');
    case 'message': return messageProblemText(problem.problem);
    case 'schedule': return scheduleProblemText(problem.problem);
  }
}

/** The field a problem belongs to, as the editor calls it. */
export function fieldOf(problem: CampaignProblem): string {
  switch (problem.at) {
    case 'name': case 'program': case 'messages': return problem.at;
    case 'delay': return `delay ${problem.message}`;
    case 'message': return `message ${problem.message}`;
    case 'schedule': return scheduleField(problem.problem);
  }
}

function scheduleField(problem: ScheduleProblem): string {
  switch (problem.code) {
    case 'unknownZone': return 'timeZone';
    case 'cohortOutOfRange': return 'cohortSize';
    case 'firstDayInvalid': return 'firstDay';
    case 'lastDayInvalid': case 'lastDayBeforeFirstDay': case 'noSlotBetweenDays': return 'lastDay';
    case 'skipDayInvalid': return 'skipDays';
    case 'noSlot': return 'slots';
    case 'slotIdMissing': case 'slotIdTwice': case 'noDays': case 'unknownDay': case 'slotTimeInvalid': case 'slotEndsBeforeStart': case 'slotTooShort': case 'slotOutsideHours': case 'slotsOverlap':
      return `slot ${problem.slot}`;
  }
}
