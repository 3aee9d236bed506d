import { replaceLinks } from '@/lib/clicks/links-in-text';
import type { LinkRow, NurturesDb } from '@/lib/db/schema';
import type { Campaign, Message } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import type { Reason } from '@/lib/domain/reasons';
import { render, type MessageTemplate, type Rendered, type TemplateContact } from '@/lib/domain/template';
import { keyOf, linksOf, placeOf, readTracker } from '@/lib/engine/tracker';

/** A contact as templates see it: a greeting name typed by hand stands as it is. */
export function templateContactOf(contact: Contact): TemplateContact {
  const { greetingName, language } = contact;
  const own = greetingName !== undefined && greetingName.trim() !== '';
  return {
    firstName: own ? greetingName : contact.firstName,
    lastName: contact.lastName,
    company: contact.company,
    position: contact.position,
    custom: contact.custom,
    handEdited: own ? [...contact.handEdited, 'firstName'] : contact.handEdited,
    ...(language === undefined ? {} : { language }),
  };
}

/** Tracked addresses in the place of those the author wrote. Links that are the tracker's own already stay. */
function tracked(message: Message, links: readonly Pick<LinkRow, 'target' | 'trackedUrl'>[], ownOrigins: readonly string[]): MessageTemplate {
  if (links.length === 0) return message;
  const { alternative } = message;
  const trackedBy = new Map(links.map(({ target, trackedUrl }) => [target, trackedUrl]));
  const withLinks = (body: string) => {
    const replaced = replaceLinks(body, trackedBy, ownOrigins);
    return replaced.kind === 'replaced' ? replaced.text : body;
  };
  return {
    ...message,
    body: withLinks(message.body),
    variants: Object.fromEntries(Object.entries(message.variants).map(([language, body]) => [language, withLinks(body)])),
    ...(alternative === undefined ? {} : { alternative: withLinks(alternative) }),
  };
}

/** Renders one message of a campaign for one contact with these tracked links in place. */
export function renderMessage(message: Message, contact: Contact, senderFirstName: string, links: readonly Pick<LinkRow, 'target' | 'trackedUrl'>[], ownOrigins: readonly string[] = []): Rendered {
  return render(tracked(message, links, ownOrigins), templateContactOf(contact), { firstName: senderFirstName });
}

/** A link of the message does not stand at the tracker yet: the message waits, it never goes out half replaced. */
interface LinksMissing {
  readonly kind: 'hold';
  readonly why: 'links-missing';
}

/** As `renderMessage`, exactly as it would be typed, with sender, tracker and links read from the database. */
export async function renderStored(db: NurturesDb, campaign: Campaign, message: Message, contact: Contact): Promise<Rendered | LinksMissing> {
  const member = campaign.senderId === undefined ? undefined : await db.members.get(campaign.senderId);
  const name = member?.firstName ?? '';
  const tracker = await readTracker(db);
  if (tracker === undefined) return renderMessage(message, contact, name, []);
  const place = placeOf(tracker, campaign.id, message.id, contact.id);
  const keys = linksOf(message, tracker.ownOrigins).map((link) => keyOf(tracker, place, link));
  const links = (await db.links.bulkGet(keys)).filter((link) => link !== undefined);
  return links.length < keys.length ? { kind: 'hold', why: 'links-missing' } : renderMessage(message, contact, name, links, tracker.ownOrigins);
}

/** Whether a text is the message with its links as written: what was approved before a tracker was connected stays approved. */
export async function readsAsWritten(db: NurturesDb, campaign: Campaign, message: Message, contact: Contact, fingerprint: string | undefined): Promise<boolean> {
  const member = campaign.senderId === undefined ? undefined : await db.members.get(campaign.senderId);
  const written = renderMessage(message, contact, member?.firstName ?? '', []);
  return written.kind === 'text' && written.fingerprint === fingerprint;
}

/** Why a text that could not be rendered is held. */
export function holdReason(held: Extract<Rendered | LinksMissing, { kind: 'hold' }>): Reason {
  switch (held.why) {
    case 'too-long':
      return 'textTooLong';
    case 'links-missing':
      return 'trackerUnreachable';
    case 'missing-variable': case 'empty-text': case 'invalid-template':
      return 'missingVariable';
  }
}
