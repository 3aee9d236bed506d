import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import '@/components/contacts/contacts.css';
import type { StepState } from '@/components/consent/first-run';
import type { ImportStart } from '@/components/contacts/import-dialog';
import { FileField } from '@/components/ui/field';
import { t } from '@/lib/i18n/index';

interface Chosen { Dialog: ComponentType<{ start: ImportStart; onClose: () => void }>; start: ImportStart }

/** The import of the first run, where its step stands: who imports stays in front of the steps. What imports is fetched with the first file. */
export function FirstImport({ state, onEnd }: { state: StepState; onEnd: () => void }) {
  const [chosen, setChosen] = useState<Chosen>();
  const begin = async (file: File) => {
    const { ImportDialog } = await import('@/components/contacts/import-dialog');
    setChosen({ Dialog: ImportDialog, start: { kind: 'file', file } });
  };
  const close = () => {
    setChosen(undefined);
    onEnd();
  };
  return (
    <>
      {state === 'done' ? null : (
        <FileField
          label={t('importing.importContacts')} accept=".csv,.txt,text/csv" variant={state === 'next' ? 'primary' : 'secondary'}
          onFile={([file]) => {
            if (file !== undefined) void begin(file);
          }}
        />
      )}
      {chosen === undefined ? null : <chosen.Dialog start={chosen.start} onClose={close} />}
    </>
  );
}
