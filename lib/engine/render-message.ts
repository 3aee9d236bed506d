import type { LinkRow, NurturesDb } from '@/lib/db/schema';
import type { Campaign, Message } from '@/lib/domain/campaign';
import type { Contact } from '@/lib/domain/contact';
import { render, type MessageTemplate, type Rendered, type TemplateContact } from '@/lib/domain/template';

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

/** Tracked addresses of one message for one person: the person's own where there is one. */
function withTrackedLinks(body: string, links: readonly LinkRow[]): string {
  let text = body;
  for (const { target, trackedUrl } of links.toSorted((a, b) => b.target.length - a.target.length)) text = text.replaceAll(target, trackedUrl);
  return text;
}

function tracked(message: Message, links: readonly LinkRow[]): MessageTemplate {
  if (links.length === 0) return message;
  const { alternative } = message;
  return {
    ...message,
    body: withTrackedLinks(message.body, links),
    variants: Object.fromEntries(Object.entries(message.variants).map(([language, body]) => [language, withTrackedLinks(body, links)])),
    ...(alternative === undefined ? {} : { alternative: withTrackedLinks(alternative, links) }),
  };
}

/** Renders one message of a campaign for one contact with its tracked links in place, exactly as it would be typed. */
export function renderMessage(message: Message, contact: Contact, senderFirstName: string, links: readonly LinkRow[]): Rendered {
  return render(tracked(message, links), templateContactOf(contact), { firstName: senderFirstName });
}

/** As `renderMessage`, with sender and links read from the database. */
export async function renderStored(db: NurturesDb, campaign: Campaign, message: Message, contact: Contact): Promise<Rendered> {
  const member = campaign.senderId === undefined ? undefined : await db.members.get(campaign.senderId);
  const links = await db.links.where('campaignId').equals(campaign.id).filter((link) => link.messageId === message.id && (link.contactId === undefined || link.contactId === contact.id)).toArray();
  const own = new Set(links.filter((link) => link.contactId !== undefined).map((link) => link.target));
  return renderMessage(message, contact, member?.firstName ?? '', links.filter((link) => link.contactId !== undefined || !own.has(link.target)));
}
