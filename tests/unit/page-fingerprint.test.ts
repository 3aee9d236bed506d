import { describe, expect, it } from 'vitest';
import { isKnownPage } from '@/lib/domain/page-fingerprint';

const EMPTY_LIST = 'editor=role;form=role;inboxList=class;page=compose;send=submit';

describe('a page fingerprint', () => {
  it('is known when the same way of recognising was proven', () => {
    expect(isKnownPage(EMPTY_LIST, [EMPTY_LIST])).toBe(true);
  });
  it('is known when a list that was empty now has rows', () => {
    expect(isKnownPage(`${EMPTY_LIST};inboxName=class;inboxRow=class`, [EMPTY_LIST])).toBe(true);
  });
  it('is new when a known part is recognised in another way', () => {
    expect(isKnownPage(EMPTY_LIST.replace('editor=role', 'editor=placeholder'), [EMPTY_LIST])).toBe(false);
  });
  it('is known again whichever proven generation comes back', () => {
    const other = EMPTY_LIST.replace('send=submit', 'send=class');
    expect(isKnownPage(EMPTY_LIST, [EMPTY_LIST, other])).toBe(true);
    expect(isKnownPage(other, [EMPTY_LIST, other])).toBe(true);
  });
  it('is new when it mixes the ways of two proven generations', () => {
    const other = EMPTY_LIST.replace('send=submit', 'send=class').replace('editor=role', 'editor=placeholder');
    expect(isKnownPage(EMPTY_LIST.replace('send=submit', 'send=class'), [EMPTY_LIST, other])).toBe(false);
  });
});
