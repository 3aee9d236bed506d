import { IconButton, Button } from '@/components/ui/button';
import { SelectField, TextField } from '@/components/ui/field';
import { ENGAGEMENTS, FILTER_FIELDS, opsOf, type FilterCondition, type FilterField, type FilterPart, type SegmentFilter } from '@/lib/domain/segment';
import { t } from '@/lib/i18n/index';

const LEVEL_TEXTS = { connected: 'contacts.fresh', nurtured: 'contacts.nurtured', engaged: 'contacts.engaged', lead: 'contacts.lead' } as const;

interface Group {
  kind: 'all' | 'any';
  parts: readonly FilterPart[];
}

function groupOf(filter: SegmentFilter): Group {
  return 'all' in filter ? { kind: 'all', parts: filter.all } : { kind: 'any', parts: filter.any };
}

function filterOf({ kind, parts }: Group): SegmentFilter {
  return kind === 'all' ? { all: parts } : { any: parts };
}

function isGroup(part: FilterPart): part is SegmentFilter {
  return 'all' in part || 'any' in part;
}

function fieldText(field: FilterField): string {
  switch (field) {
    case 'company': case 'position': case 'language': case 'tag': case 'connectedOn': case 'talkedBefore': case 'engagement':
      return t(`sources.field_${field}`);
    default:
      return field.slice('custom:'.length);
  }
}

/** A condition that fits its field: a comparison the field does not allow becomes its first one, a choice its first value. */
function fitted(condition: FilterCondition): FilterCondition {
  const ops = opsOf(condition.field) ?? ['is'];
  const op = ops.includes(condition.op) ? condition.op : (ops[0] ?? 'is');
  if (op === 'empty') return { field: condition.field, op };
  const { value = '' } = condition;
  if (condition.field === 'talkedBefore') return { field: condition.field, op, value: value === 'no' ? 'no' : 'yes' };
  if (condition.field === 'engagement') return { field: condition.field, op, value: ENGAGEMENTS.find((level) => level === value) ?? 'engaged' };
  return { field: condition.field, op, value };
}

function ValueField({ condition, number, onChange, error }: { condition: FilterCondition; number: string; onChange: (value: string) => void; error: string | undefined }) {
  const { field, op, value = '' } = condition;
  if (op === 'empty') return null;
  const label = t('sources.value', { number });
  if (field === 'talkedBefore') return <SelectField bare label={label} value={value} onChange={onChange} options={[{ value: 'yes', text: t('sources.yes') }, { value: 'no', text: t('sources.no') }]} />;
  if (field === 'engagement') return <SelectField bare label={label} value={value} onChange={onChange} options={ENGAGEMENTS.map((level) => ({ value: String(level), text: t(LEVEL_TEXTS[level]) }))} />;
  return <TextField bare label={label} type={field === 'connectedOn' ? 'date' : 'text'} value={value} onInput={onChange} error={error} />;
}

interface EditorProps {
  filter: SegmentFilter;
  /** names of custom columns */
  custom: readonly string[];
  /** numbers of conditions that are wrong */
  wrong: ReadonlySet<string>;
  onChange: (filter: SegmentFilter) => void;
  /** number of the group this is in, '' at the top */
  number?: string;
}

/** A group of conditions, and groups inside it. Conditions are numbered 1, 2, 2.1 so that each field has a name of its own. */
export function FilterEditor({ filter, custom, wrong, onChange, number = '' }: EditorProps) {
  const group = groupOf(filter);
  const set = (index: number, part: FilterPart | undefined) => onChange(filterOf({ ...group, parts: part === undefined ? group.parts.filter((_, at) => at !== index) : group.parts.map((known, at) => (at === index ? part : known)) }));
  const add = (part: FilterPart) => onChange(filterOf({ ...group, parts: [...group.parts, part] }));
  const fields: FilterField[] = [...FILTER_FIELDS, ...custom.map((name): FilterField => `custom:${name}`)];
  return (
    <div class="filter-group">
      <SelectField<'all' | 'any'>
        bare label={number === '' ? t('sources.match') : `${t('sources.match')} ${number}`} value={group.kind} onChange={(kind) => onChange(filterOf({ ...group, kind }))}
        options={[{ value: 'all', text: t('sources.matchAll') }, { value: 'any', text: t('sources.matchAny') }]}
      />
      {group.parts.map((part, index) => {
        const own = number === '' ? String(index + 1) : `${number}.${index + 1}`;
        if (isGroup(part)) {
          return (
            <div key={own} class="filter-nested">
              <FilterEditor filter={part} custom={custom} wrong={wrong} number={own} onChange={(next) => set(index, next)} />
              <IconButton icon="close" size="s" label={t('sources.removeGroup', { number: own })} onClick={() => set(index, undefined)} />
            </div>
          );
        }
        const change = (patch: Partial<FilterCondition>) => set(index, fitted({ ...part, ...patch }));
        return (
          <div key={own} class="filter-row">
            <SelectField<FilterField> bare label={t('sources.field', { number: own })} value={part.field} onChange={(field) => change({ field, value: '' })} options={fields.map((field) => ({ value: field, text: fieldText(field) }))} />
            <SelectField bare label={t('sources.op', { number: own })} value={part.op} onChange={(op) => change({ op })} options={(opsOf(part.field) ?? []).map((op) => ({ value: op, text: t(`sources.op_${op}`) }))} />
            <ValueField condition={part} number={own} onChange={(value) => change({ value })} error={wrong.has(own) ? t('sources.conditionWrong', { number: own }) : undefined} />
            <IconButton icon="close" size="s" label={t('sources.remove', { number: own })} onClick={() => set(index, undefined)} />
          </div>
        );
      })}
      <div class="row-wrap">
        <Button size="s" icon="plus" onClick={() => add({ field: 'company', op: 'contains', value: '' })}>{t('sources.addCondition')}</Button>
        {number.split('.').length > 3 ? null : <Button size="s" variant="ghost" icon="plus" onClick={() => add({ any: [{ field: 'company', op: 'contains', value: '' }] })}>{t('sources.addGroup')}</Button>}
      </div>
    </div>
  );
}

/** The number a problem's path stands for: ['all', 1, 'any', 0, 'value'] is 2.1. */
export function numberOfPath(path: readonly (string | number)[]): string {
  return path.filter((part) => typeof part === 'number').map((part) => part + 1).join('.');
}
