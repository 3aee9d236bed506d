import { exportCsv, type ExportColumn } from '@/lib/contacts/csv-export';
import type { Health } from '@/lib/domain/health';
import type { Progress } from '@/lib/domain/progress';
import { toneShare } from '@/lib/report/nurture-facts';
import type { NurtureRow } from '@/lib/report/nurture-rows';

/** One line of the table as a file holds it. */
export interface NurtureLine {
  row: NurtureRow;
  sender: string;
  source: string;
  health: Health;
  progress: Progress;
  clicks: number | undefined;
}

/** Headers of the file, in the language of the screen. */
export interface NurtureHeaders {
  sender: string;
  name: string;
  program: string;
  messages: string;
  source: string;
  health: string;
  sentToday: string;
  dueToday: string;
  sent: string;
  clicks: string;
  replies: string;
  tone: string;
  active: string;
}

/** The table as CSV, in the order shown. Tone is the share of positive or neutral replies, 0 to 1, empty without judged ones. */
export function nurturesCsv(lines: readonly NurtureLine[], headers: NurtureHeaders, healthName: (state: Health['state']) => string): string {
  const columns: ExportColumn<NurtureLine>[] = [
    { header: headers.sender, cell: (line) => line.sender },
    { header: headers.name, cell: (line) => line.row.campaign.name },
    { header: headers.program, cell: (line) => line.row.campaign.program },
    { header: headers.messages, cell: (line) => line.row.campaign.messages.length },
    { header: headers.source, cell: (line) => line.source },
    { header: headers.health, cell: (line) => healthName(line.health.state) },
    { header: headers.sentToday, cell: (line) => line.progress.sent },
    { header: headers.dueToday, cell: (line) => line.progress.due },
    { header: headers.sent, cell: (line) => line.row.counts.sent ?? 0 },
    { header: headers.clicks, cell: (line) => line.clicks ?? '' },
    { header: headers.replies, cell: (line) => line.row.counts.replies ?? 0 },
    { header: headers.tone, cell: (line) => toneShare([line.row]).share?.toFixed(2) ?? '' },
    { header: headers.active, cell: (line) => line.row.campaign.state },
  ];
  return exportCsv(columns, lines);
}
