import { expect, test } from 'vitest';
import { conversationAddress } from '@/lib/linkedin/addresses';

const ID = 'ACoAAB1234567890abcdefghijklmnopqrstuvw';

test('a conversation is reached by its thread, else by the member id, else over the profile', () => {
  expect(conversationAddress({ threadId: '2-abc==', memberId: ID, slug: 'ana' })).toBe('https://www.linkedin.com/messaging/thread/2-abc%3D%3D/');
  const compose = new URL(conversationAddress({ memberId: ID, slug: 'ana' }));
  expect(compose.pathname).toBe('/messaging/compose/');
  expect(compose.searchParams.get('recipient')).toBe(ID);
  expect(compose.searchParams.get('profileUrn')).toBe(`urn:li:fsd_profile:${ID}`);
  expect(conversationAddress({ slug: 'zoë-adams' })).toBe('https://www.linkedin.com/in/zo%C3%AB-adams/');
  expect(conversationAddress({})).toBe('https://www.linkedin.com/messaging/');
});

test('what stands in an address cannot leave its place', () => {
  expect(conversationAddress({ slug: '../feed?x=1#y' })).toBe('https://www.linkedin.com/in/..%2Ffeed%3Fx%3D1%23y/');
});
