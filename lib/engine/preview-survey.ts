import type { Message } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import type { Rendered } from '@/lib/domain/template';
import { renderMessage } from '@/lib/engine/render-message';

/** How many of the people looked at have nothing for a variable, and what the message then does. */
export interface PreviewGap {
  variable: string;
  people: number;
  outcome: Message['missing'];
}

/** Why a person is worth a look before the others. */
export type PreviewReason = { kind: 'longest' } | { kind: 'gap'; variable: string } | { kind: 'language'; language: string };

/** What the messages make of the people of a source. */
export interface PreviewSurvey {
  looked: number;
  gaps: PreviewGap[];
  /** who gets the longest text, the first with each gap, the first of each language; nobody twice */
  picks: { contact: Contact; reasons: PreviewReason[] }[];
}

/** The variables a text had no value for, whatever stands in their place. */
function missingIn(rendered: Rendered): readonly string[] {
  if (rendered.kind === 'hold') return rendered.missing;
  switch (rendered.used.kind) {
    case 'body': return [];
    case 'alternative': return rendered.used.missing;
    case 'fallback': return Object.keys(rendered.used.words);
  }
}

/** Renders every message for every person and says where they differ: gaps by how many people have them, the most first. Pure. */
export function surveyTexts(messages: readonly Message[], contacts: readonly Contact[], senderFirstName: string): PreviewSurvey {
  const gaps = new Map<string, { gap: Omit<PreviewGap, 'people'>; people: Set<string> }>();
  const picks = new Map<string, PreviewReason[]>();
  const seen = new Set<string>();
  const pick = (contact: Contact, key: string, reason: PreviewReason): void => {
    if (seen.has(key)) return;
    seen.add(key);
    picks.set(contact.id, [...(picks.get(contact.id) ?? []), reason]);
  };
  let longest: { contact: Contact; length: number } | undefined;
  for (const contact of contacts) {
    for (const message of messages) {
      const rendered = renderMessage(message, contact, senderFirstName, []);
      if (rendered.kind === 'text' && rendered.text.length > (longest?.length ?? 0)) longest = { contact, length: rendered.text.length };
      if (rendered.language.kind === 'variant') pick(contact, `language ${rendered.language.language}`, { kind: 'language', language: rendered.language.language });
      const outcome = rendered.kind === 'hold' ? 'hold' : message.missing;
      for (const variable of missingIn(rendered)) {
        const known = gaps.get(`${variable} ${outcome}`) ?? { gap: { variable, outcome }, people: new Set<string>() };
        known.people.add(contact.id);
        gaps.set(`${variable} ${outcome}`, known);
        pick(contact, `gap ${variable}`, { kind: 'gap', variable });
      }
    }
  }
  if (longest !== undefined && contacts.length > 1) pick(longest.contact, 'longest', { kind: 'longest' });
  return {
    looked: contacts.length,
    gaps: [...gaps.values()].map(({ gap, people }) => ({ ...gap, people: people.size })).sort((a, b) => b.people - a.people),
    picks: contacts.flatMap((contact) => {
      const reasons = picks.get(contact.id);
      return reasons === undefined ? [] : [{ contact, reasons }];
    }),
  };
}
