import { describe, expect, test } from 'vitest';
import { isAnswer } from '@/lib/linkedin/answers';
import { calendarDate } from '@/lib/linkedin/connections';
import { composePath } from '@/lib/linkedin/contract';
import { composeRecipient, isMemberId, personIn, readEventUrn, slugKey, threadIn } from '@/lib/linkedin/ids';

const ANA = `ACoAAA${'a'.repeat(33)}`;
const BEN = `ACoAAB${'b'.repeat(33)}`;

describe('links', () => {
  test('of people: ids and slugs, decoded and in one case', () => {
    expect(personIn(`/in/${ANA}/`)).toEqual({ id: ANA });
    expect(personIn('https://www.linkedin.com/in/Jos%C3%A9-X/overlay/contact-info/')).toEqual({ slug: 'josé-x' });
    expect(personIn('https://example.com/in/ana')).toBeUndefined();
    expect(personIn('/company/acoaa/')).toBeUndefined();
    expect(slugKey('jose\u0301-X')).toBe('josé-x');
    expect(isMemberId('ana-example')).toBe(false);
  });
  test('to a composer: one person, nobody, or a contradiction', () => {
    expect(composeRecipient(composePath(ANA))).toEqual({ id: ANA });
    expect(composeRecipient(`/messaging/compose/?recipient=urn:li:fsd_profile:${ANA}`)).toEqual({ id: ANA });
    expect(composeRecipient(`/messaging/thread/new/?recipient=urn%3Ali%3Afsd_profile%3A${ANA}`)).toEqual({ id: ANA });
    expect(composeRecipient(`/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A${ANA}&recipient=${BEN}`)).toBe('conflict');
    expect(composeRecipient('/messaging/compose/?screenContext=NON_SELF_PROFILE_VIEW&body=hi&interop=msgOverlay')).toBe('none');
    expect(composeRecipient('/messaging/compose/?recipient=ana-example')).toBe('none');
    expect(composeRecipient('/messaging/thread/2-abc/')).toBeUndefined();
  });
  test('to a thread: its padding counts, however it is written', () => {
    expect(threadIn('/messaging/thread/2-abc%3D%3D/')).toBe('2-abc==');
    expect(threadIn('/messaging/thread/new/')).toBeUndefined();
  });
});

describe('the id of a row', () => {
  const urn = (inner: string): string => `urn:li:msg_message:(urn:li:fsd_profile:${ANA},2-${btoa(inner)})`;
  test('holds mailbox, server time and thread', () => {
    expect(readEventUrn(urn('1790000000123b12345-678&11111111-2222-3333-4444-555555555555_100'))).toEqual({
      owner: ANA, at: 1_790_000_000_123, threadId: `2-${btoa('11111111-2222-3333-4444-555555555555_100')}`,
    });
  });
  test.each(['', 'urn:li:msg_message:x', urn('no time'), `urn:li:msg_message:(urn:li:fsd_profile:short,2-${btoa('1790000000123b1-1&x')})`])('proves nothing when it is %j', (text) => {
    expect(readEventUrn(text)).toBeUndefined();
  });
});

describe('dates of connections', () => {
  test.each(['en', 'fr', 'de', 'es', 'pt', 'nl', 'it', 'pl', 'sv'])('are understood in %s', (language) => {
    for (let month = 0; month < 12; month += 1) {
      const day = Date.UTC(2024, month, 1 + month * 2);
      const text = `— ${new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(day)}`;
      expect(calendarDate(text, language), text).toBe(new Date(day).toISOString().slice(0, 10));
    }
  });
  test('relative ones are not guessed', () => {
    expect(calendarDate('Connected 3 weeks ago', 'en')).toBeUndefined();
    expect(calendarDate('Connected in 2024', 'en')).toBeUndefined();
  });
});

describe('answers of the worker', () => {
  const order = {
    kind: 'deliver', orderId: 'o', deliveryId: 'd', attempt: 1, token: 't', senderId: ANA, recipientId: BEN, recipientSlugs: [], text: 'x', ourLeftovers: [], readBackTo: {},
    mode: 'send', mayChooseClickSend: 'no',
  };
  test('an order is taken whole or not at all', () => {
    expect(isAnswer('hello', {})).toBe(true);
    expect(isAnswer('hello', { order })).toBe(true);
    for (const key of Object.keys(order)) expect(isAnswer('hello', { order: { ...order, [key]: undefined } }), key).toBe(false);
  });
  test('only a clear yes is a grant', () => {
    expect(isAnswer('grant', { granted: 'yes' })).toBe(true);
    for (const answer of [undefined, null, true, {}, { granted: true }, { granted: 'no' }, { granted: 'no', reason: 'because' }]) expect(isAnswer('grant', answer)).toBe(false);
    expect(isAnswer('grant', { granted: 'no', reason: 'paused' })).toBe(true);
  });
});
