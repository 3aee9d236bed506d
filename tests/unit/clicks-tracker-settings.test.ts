import { describe, expect, it } from 'vitest';
import { openTracker, readTypedSettings, type TypedSettings } from '@/lib/clicks/tracker-settings';
import { trackerKinds } from '@/lib/clicks/tracker';

const typed = (change: Partial<TypedSettings> = {}): TypedSettings => ({
  kind: 'shlink', address: 'https://s.example.com', secret: 'abc', domain: '', ...change,
});

describe('what the member typed', () => {
  it.each([
    ['https://s.example.com', 'https://s.example.com'],
    ['  https://S.Example.com/rest/v3/?x=1 ', 'https://s.example.com'],
    ['s.example.com', 'https://s.example.com'],
    ['https://s.example.com:8443/', 'https://s.example.com:8443'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
  ])('the address %j means the origin %j', (address, origin) => {
    expect(readTypedSettings(typed({ address }))).toMatchObject({ ok: true, settings: { origin } });
  });

  it.each([
    [{ address: '' }, 'address', 'addressMissing'],
    [{ address: 'http://s.example.com' }, 'address', 'addressNotHttps'],
    [{ address: 'javascript:alert(1)' }, 'address', 'addressNotValid'],
    [{ address: 'file:///etc/passwd' }, 'address', 'addressNotValid'],
    [{ address: 'ftp://s.example.com' }, 'address', 'addressNotHttps'],
    [{ address: 'https://me:pw@s.example.com' }, 'address', 'addressNotValid'],
    [{ address: 'not an address' }, 'address', 'addressNotValid'],
    [{ secret: '  ' }, 'secret', 'secretMissing'],
    [{ secret: 'abc def' }, 'secret', 'secretNotValid'],
    [{ secret: 'clé' }, 'secret', 'secretNotValid'],
    [{ domain: 'a b' }, 'domain', 'domainNotValid'],
    [{ domain: 'go.example.com/path' }, 'domain', 'domainNotValid'],
    [{ domain: 'localhost' }, 'domain', 'domainNotValid'],
  ] as const)('%j is refused in the field %s: %s', (change, field, fault) => {
    expect(readTypedSettings(typed(change))).toEqual({ ok: false, field, fault });
  });

  it('takes Dub without an address and a domain with its scheme', () => {
    expect(readTypedSettings(typed({ kind: 'dub', address: '', domain: 'https://Go.Example.com/' }))).toEqual({
      ok: true,
      settings: { kind: 'dub', origin: 'https://api.dub.co', secret: 'abc', domain: 'go.example.com' },
    });
  });

  it('opens the tracker it names; only those that carry it offer a link per recipient', () => {
    const unused = () => Promise.reject(new Error('not to be called'));
    const opened = trackerKinds.map((kind) => openTracker({ kind, origin: 'https://s.example.com', secret: 'a', domain: null }, unused));
    expect(opened.map(({ kind, perRecipient }) => [kind, perRecipient])).toEqual([
      ['redirector', 'unlimited'], ['shlink', 'unlimited'], ['kutt', 'no'], ['dub', 'no'],
    ]);
  });
});
