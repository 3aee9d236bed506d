import { useState } from 'preact/hooks';
import { ImportReport, Undoing } from '@/components/contacts/import-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog, Dialog } from '@/components/ui/dialog';
import { useLive } from '@/components/ui/use-live';
import { openDb } from '@/lib/db/database';
import type { ImportRow } from '@/lib/db/schema';
import { readImports } from '@/lib/engine/contact-import';
import { formatDateTime, readerZone } from '@/lib/i18n/format';
import { t } from '@/lib/i18n/index';

function StateBadge({ state }: { state: ImportRow['state'] }) {
  switch (state) {
    case 'done': return null;
    case 'running': return <Badge tint="warn">{t('importing.unfinished')}</Badge>;
    case 'undone': return <Badge>{t('importing.wasUndone')}</Badge>;
  }
}

function PastImport({ row, ask }: { row: ImportRow; ask: (asked: Asked) => void }) {
  const undoable = row.state !== 'undone' && row.kind !== 'messages';
  return (
    <tr>
      <td class="num">{formatDateTime(row.at, readerZone())}</td>
      <td>{row.fileName} <StateBadge state={row.state} /></td>
      <td class="num">{t('importing.pastNumbers', { added: row.added, updated: row.updated, skipped: row.skippedCount })}</td>
      <td class="past-acts">
        <Button size="s" variant="ghost" onClick={() => ask({ kind: 'report', row })}>{t('importing.openReport')}</Button>
        {undoable ? <Button size="s" variant="ghost" icon="undo" onClick={() => ask({ kind: 'undo', row })}>{t('importing.undoShort')}</Button> : null}
      </td>
    </tr>
  );
}

type Asked = { kind: 'report' | 'undo' | 'undoing'; row: ImportRow };

/** Earlier imports, with their reports; each can still be undone, also one that a closed browser left unfinished. */
export function PastImports({ onClose }: { onClose: () => void }) {
  const { value: rows } = useLive(() => readImports(openDb()), []);
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  if (rows === undefined) return null;
  if (asked?.kind === 'report') return <Dialog wide title={t('importing.reportTitle', { file: asked.row.fileName })} onClose={() => setAsked(undefined)}><ImportReport row={asked.row} onClose={() => setAsked(undefined)} /></Dialog>;
  if (asked?.kind === 'undoing') return <Dialog title={t('importing.undoTitle', { file: asked.row.fileName })} onClose={() => undefined}><Undoing row={asked.row} onDone={() => setAsked(undefined)} /></Dialog>;
  if (asked?.kind === 'undo') {
    const { row } = asked;
    return (
      <ConfirmDialog danger title={t('importing.undoTitle', { file: row.fileName })} action={t('importing.undo')} onClose={() => setAsked(undefined)} onConfirm={() => setAsked({ kind: 'undoing', row })}>
        <p>{t('importing.undoText')}</p>
      </ConfirmDialog>
    );
  }
  return (
    <Dialog wide title={t('importing.past')} onClose={onClose} actions={<Button onClick={onClose}>{t('common.close')}</Button>}>
      {rows.length === 0 ? <p class="muted">{t('importing.pastNone')}</p> : (
        <div class="import-scroll" tabIndex={0} role="group" aria-label={t('importing.past')}>
          <table class="import-table">
            <thead><tr><th scope="col">{t('importing.pastWhen')}</th><th scope="col">{t('importing.pastFile')}</th><th scope="col">{t('importing.pastResult')}</th><th scope="col"><span class="visually-hidden">{t('contacts.actions')}</span></th></tr></thead>
            <tbody>{rows.map((row) => <PastImport key={row.id} row={row} ask={setAsked} />)}</tbody>
          </table>
        </div>
      )}
    </Dialog>
  );
}
