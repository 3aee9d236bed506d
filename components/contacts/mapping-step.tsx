import { useState } from 'preact/hooks';
import { Button } from '@/components/ui/button';
import { SelectField } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { COLUMN_FIELDS } from '@/lib/contacts/columns';
import type { ColumnMapping, ColumnUse, MappingGuess } from '@/lib/contacts/mapped-csv';
import { customVariableName } from '@/lib/domain/template';
import { t } from '@/lib/i18n/index';

function valueOf(use: ColumnUse): string {
  switch (use.kind) {
    case 'field':
      return use.field;
    case 'custom':
      return 'custom';
    case 'ignore':
      return 'ignore';
  }
}

/** What each column of an unknown CSV holds: guessed, shown with examples, changed by hand. */
export function MappingStep({ guess, onMapped, onClose }: { guess: MappingGuess; onMapped: (mapping: ColumnMapping) => void; onClose: () => void }) {
  const [mapping, setMapping] = useState<ColumnMapping>(guess.mapping);
  const [problem, setProblem] = useState(false);
  const choose = (column: number, value: string) => {
    const header = guess.table.header[column] ?? '';
    const field = COLUMN_FIELDS.find((one) => one === value);
    const name = customVariableName(header) ?? `Column ${column + 1}`;
    const use: ColumnUse = field !== undefined ? { kind: 'field', field } : value === 'custom' ? { kind: 'custom', name } : { kind: 'ignore' };
    // a field is read from one column: another that had it is left out
    setMapping(mapping.map((known, index) => (index === column ? use : field !== undefined && known.kind === 'field' && known.field === field ? { kind: 'ignore' } : known)));
  };
  const goOn = () => {
    if (mapping.some((use) => use.kind === 'field' && use.field === 'profile')) onMapped(mapping);
    else setProblem(true);
  };
  return (
    <>
      <div class="stack">
        <p class="muted">{t('importing.mapHint')}</p>
        <table class="import-table">
          <thead><tr><th scope="col">{t('importing.mapColumn')}</th><th scope="col">{t('importing.mapExample')}</th><th scope="col">{t('importing.mapUse')}</th></tr></thead>
          <tbody>
            {guess.table.header.map((header, column) => {
              const use = mapping[column] ?? { kind: 'ignore' };
              return (
                <tr key={header}>
                  <th scope="row">{header}</th>
                  <td class="muted">{guess.sample.map((cells) => (cells[column] ?? '').trim()).filter((cell) => cell !== '').slice(0, 2).map((cell) => cell.slice(0, 60)).join(' · ')}</td>
                  <td>
                    <SelectField
                      bare small label={t('importing.mapUseOf', { column: header })} value={valueOf(use)} onChange={(value) => choose(column, value)}
                      options={[
                        ...COLUMN_FIELDS.map((field) => ({ value: String(field), text: t(`importing.field_${field}`) })),
                        { value: 'custom', text: t('importing.mapCustom', { name: customVariableName(header) ?? header }) },
                        { value: 'ignore', text: t('importing.mapIgnore') },
                      ]}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {problem ? <p class="field-error" role="alert"><Icon name="info" size={13} />{t('importing.mapNoProfile')}</p> : null}
      </div>
      <div class="dialog-foot">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="primary" onClick={goOn}>{t('importing.mapNext')}</Button>
      </div>
    </>
  );
}
