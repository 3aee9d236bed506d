import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalFactsText } from '@/components/journal/journal-text';
import { applyLanguage } from '@/lib/i18n/index';

describe('the facts of a journal entry', () => {
  beforeEach(() => applyLanguage('en', ['en-GB']));
  afterEach(() => applyLanguage('en', ['en-GB']));

  it('are said in words and numbers; ids are left to the exports', () => {
    expect(journalFactsText({ data: { run: 'k1#2026-11-24#s1', sent: 1234 } })).toBe('1,234 sent');
    expect(journalFactsText({ data: { as: 'automatic' } })).toBe('an automatic answer');
    expect(journalFactsText({ data: { from: 'none', to: 'negative' } })).toBe('now negative');
    expect(journalFactsText({ data: { source: 'abc', kind: 'segment' } })).toBe('');
    expect(journalFactsText({})).toBe('');
  });

  it('are said in French too', async () => {
    await applyLanguage('fr', ['fr-FR']);
    expect(journalFactsText({ data: { attempt: 2 } })).toBe('Tentative 2');
    expect(journalFactsText({ data: { lead: 'yes' } })).toBe('marqué comme prospect');
  });
});
