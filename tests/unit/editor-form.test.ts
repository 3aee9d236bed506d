import { describe, expect, it } from 'vitest';
import { emptyForm, formOf, inputOf, parseForm } from '@/components/editor/form';
import { expectedDays, nextSlotOf } from '@/components/editor/next-slot';
import { spanOf } from '@/components/editor/week-view';
import { checkCampaign } from '@/lib/domain/campaign-check';
import { campaign, counter, NOW } from './desk-world';

describe('the editor form', () => {
  it('gives back the campaign it was made from', () => {
    const stored = campaign('c');
    const input = inputOf(formOf(stored, { id: 'all', kind: 'list', name: 'x', createdAt: 1 }), 'all');
    const { name, program, description, senderId, sourceId, messages, schedule, approval } = stored;
    expect(input).toEqual({ name, program, description, senderId, sourceId, messages, schedule, approval });
  });

  it('starts with the default slots, and only name, program and text are missing', () => {
    const problems = checkCampaign(inputOf(emptyForm('Europe/Paris', counter()), undefined), []);
    expect(problems.map((problem) => problem.at)).toEqual(['name', 'program', 'message']);
  });

  it('reads back a draft with the id and seed it will be stored with, and refuses what is none', () => {
    const form = emptyForm('Europe/Paris', counter());
    expect(parseForm(JSON.parse(JSON.stringify(form)))).toEqual(form);
    expect(form.born?.id).not.toBe(form.born?.seed);
    expect(formOf(campaign('c'), undefined).born).toBeUndefined();
    expect(parseForm({ name: 'x' })).toBeUndefined();
    expect(parseForm({ ...form, slots: [{ id: 'a', days: ['someday'], start: '', end: '' }] })).toBeUndefined();
  });
});

describe('the next slot as the editor names it', () => {
  const form = formOf(campaign('c'), undefined);

  it('is the first one after day 0 for a draft', () => {
    expect(nextSlotOf(form, undefined, NOW)).toMatchObject({ kind: 'first', slot: { date: '2027-01-05', startsAt: Date.UTC(2027, 0, 5, 8) } });
  });

  it('is the next that starts for a running one, and says when an edit ends the open one', () => {
    const running = campaign('c');
    expect(nextSlotOf(form, running, NOW)).toMatchObject({ kind: 'next', slot: { date: '2027-01-05' } });
    const edited = { ...form, slots: form.slots.map((slot) => ({ ...slot, start: '14:00', end: '16:00' })) };
    expect(nextSlotOf(edited, running, NOW)).toMatchObject({ kind: 'edited', slot: { date: '2027-01-04', startsAt: Date.UTC(2027, 0, 4, 13) } });
  });

  it('is none after the last day, and nothing is said of a schedule that cannot be saved', () => {
    expect(nextSlotOf({ ...form, lastDay: '2027-01-04' }, undefined, NOW).kind).toBe('none');
    expect(nextSlotOf({ ...form, slots: [] }, undefined, NOW).kind).toBe('invalid');
  });

  it('gives the earliest day of each message: the first slot on or after its delay', () => {
    const { schedule } = campaign('c');
    const first = nextSlotOf(form, undefined, NOW);
    if (!('slot' in first)) throw new Error('expected a slot');
    // Tuesday, then five days later is a Sunday and so the Monday, then three days
    expect(expectedDays(schedule, first.slot, [0, 5, 3])).toEqual(['2027-01-05', '2027-01-11', '2027-01-14']);
    expect(expectedDays(schedule, first.slot, [0, Number.NaN, 3])).toEqual(['2027-01-05', undefined, undefined]);
  });
});

describe('dragging in the week', () => {
  it('draws at least a quarter of an hour, in either direction', () => {
    expect(spanOf({ kind: 'draw', day: 'mon', from: 600, to: 540 })).toEqual({ start: 540, end: 600 });
    expect(spanOf({ kind: 'draw', day: 'mon', from: 600, to: 600 })).toEqual({ start: 600, end: 615 });
    expect(spanOf({ kind: 'draw', day: 'mon', from: 1260, to: 1260 })).toEqual({ start: 1245, end: 1260 });
  });

  it('moves a slot whole and never out of the permitted hours', () => {
    expect(spanOf({ kind: 'move', id: 'a', start: 540, end: 660, from: 600, to: 660 })).toEqual({ start: 600, end: 720 });
    expect(spanOf({ kind: 'move', id: 'a', start: 540, end: 660, from: 600, to: 420 })).toEqual({ start: 420, end: 540 });
    expect(spanOf({ kind: 'move', id: 'a', start: 540, end: 660, from: 600, to: 1260 })).toEqual({ start: 1140, end: 1260 });
  });

  it('stretches to the shortest length at least', () => {
    expect(spanOf({ kind: 'stretch', id: 'a', start: 540, to: 500 })).toEqual({ start: 540, end: 555 });
    expect(spanOf({ kind: 'stretch', id: 'a', start: 540, to: 700 })).toEqual({ start: 540, end: 700 });
  });
});
