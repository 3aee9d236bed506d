/*
 * Shapes marked (L) are from Lucide, ISC License, Copyright (c) Lucide Icons and Contributors; the licence text stands in
 * components/ui/LICENSE-lucide. The others are drawn here on the same 24 unit grid.
 */
const SHAPES = {
  // navigation
  nurtures: ['M4 6h10', 'M4 12h16', 'M4 18h7', 'm17 15 3 3-3 3'],
  queue: ['M3 5h18', 'M3 12h18', 'M3 19h11'],
  contacts: ['M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2', 'M5 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0', 'M22 21v-2a4 4 0 0 0-3-3.87', 'M16 3.13a4 4 0 0 1 0 7.75'], // (L)
  dashboard: ['M4 20V10', 'M10 20V4', 'M16 20v-8', 'M22 20H2'],
  settings: ['M4 7h9', 'M19 7h1', 'M4 17h1', 'M11 17h9', 'M13 7a3 3 0 1 0 6 0a3 3 0 1 0-6 0', 'M5 17a3 3 0 1 0 6 0a3 3 0 1 0-6 0'],
  journal: ['M4 5a2 2 0 0 1 2-2h13v18H6a2 2 0 0 1-2-2z', 'M8 8h7', 'M8 12h7', 'M8 16h4'],
  // health, each its own outline
  created: ['M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18', 'M12 8v8', 'M8 12h8'],
  scheduled: ['M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18', 'M12 7v5l3 2'], // (L)
  running: ['M7 4.5v15l12-7.5z'],
  warnings: ['M12 3.5 2.5 20h19z', 'M12 10v4', 'M12 17h.01'],
  errors: ['M8 3h8l5 5v8l-5 5H8l-5-5V8z', 'm9 9 6 6', 'm15 9-6 6'],
  stopped: ['M4 4h16v16H4z', 'M9 9h6v6H9z'],
  // actions
  plus: ['M5 12h14', 'M12 5v14'],
  more: ['M5 12h.01', 'M12 12h.01', 'M19 12h.01'],
  edit: ['M12 20h9', 'M16.5 3.5a2.1 2.1 0 0 1 3 3L7 19l-4 1 1-4z'], // (L)
  copy: ['M9 9h11v11H9z', 'M5 15H4V4h11v1'],
  download: ['M12 4v11', 'm7 11 5 5 5-5', 'M4 20h16'],
  upload: ['M12 16V5', 'm7 9 5-5 5 5', 'M4 20h16'],
  archive: ['M3 4h18v4H3z', 'M5 8v12h14V8', 'M10 12h4'],
  trash: ['M4 6h16', 'M9 6V4h6v2', 'M6 6l1 14h10l1-14'],
  search: ['M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13', 'm20 20-4.5-4.5'],
  filter: ['M4 6h16', 'M7 12h10', 'M10 18h4'],
  close: ['M6 6l12 12', 'M18 6 6 18'],
  check: ['m5 12.5 4.5 4.5L19 7.5'],
  cross: ['M7 7l10 10', 'M17 7 7 17'],
  pause: ['M8 5v14', 'M16 5v14'],
  play: ['M7 4.5v15l12-7.5z'],
  undo: ['M9 6 4 11l5 5', 'M4 11h10.5a5 5 0 0 1 0 10H11'],
  up: ['m6 15 6-6 6 6'],
  down: ['m6 9 6 6 6-6'],
  left: ['m15 6-6 6 6 6'],
  right: ['m9 6 6 6-6 6'],
  external: ['M14 4h6v6', 'M20 4l-9 9', 'M18 14v6H4V6h6'],
  info: ['M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18', 'M12 11v5', 'M12 8h.01'], // (L)
  mail: ['M3 5h18v14H3z', 'm3 7 9 6 9-6'], // (L)
  reply: ['M9 7 4 12l5 5', 'M4 12h11a5 5 0 0 1 5 5v2'],
  link: ['M10 13a5 5 0 0 0 7.5.5l3-3a5 5 0 0 0-7-7l-1.7 1.7', 'M14 11a5 5 0 0 0-7.5-.5l-3 3a5 5 0 0 0 7 7l1.7-1.7'], // (L)
  calendar: ['M4 5h16v16H4z', 'M4 10h16', 'M8 2v5', 'M16 2v5'],
  clock: ['M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18', 'M12 7v5l3 2'], // (L)
  user: ['M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2', 'M8 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0'], // (L)
  users: ['M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2', 'M5 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0', 'M22 21v-2a4 4 0 0 0-3-3.870'], // (L)
  shield: ['M12 3 4 6v6c0 5 3.5 8 8 9 4.5-1 8-4 8-9V6z'],
  star: ['m12 3.5 2.7 5.6 6.1.8-4.5 4.2 1.1 6.1L12 17.3l-5.4 2.9 1.1-6.1L3.2 9.9l6.1-.8z'],
  refresh: ['M20 11a8 8 0 0 0-14-4L4 9', 'M4 4v5h5', 'M4 13a8 8 0 0 0 14 4l2-2', 'M20 20v-5h-5'],
  grip: ['M9 6h.01', 'M15 6h.01', 'M9 12h.01', 'M15 12h.01', 'M9 18h.01', 'M15 18h.01'],
  smile: ['M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18', 'M8 14s1.5 2 4 2 4-2 4-2', 'M9 9h.01', 'M15 9h.01'], // (L)
  frown: ['M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18', 'M16 16s-1.5-2-4-2-4 2-4 2', 'M9 9h.01', 'M15 9h.01'], // (L)
  neutral: ['M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18', 'M8 15h8', 'M9 9h.01', 'M15 9h.01'], // (L)
  send: ['M21 3 10 14', 'M21 3l-7 18-4-7-7-4z'], // (L)
  table: ['M3 4h18v16H3z', 'M3 10h18', 'M3 15h18', 'M10 10v10'],
  list: ['M9 6h12', 'M9 12h12', 'M9 18h12', 'M4 6h.01', 'M4 12h.01', 'M4 18h.01'],
  ban: ['M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18', 'm5.7 5.7 12.6 12.6'],
  eye: ['M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7z', 'M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6'], // (L)
  tag: ['M3 3h9l9 9-9 9-9-9z', 'M7.5 7.5h.01'],
  globe: ['M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18', 'M3 12h18', 'M12 3c3 3 3 15 0 18c-3-3-3-15 0-18'],
} as const satisfies Record<string, readonly string[]>;

/** Name of an icon of the set. */
export type IconName = keyof typeof SHAPES;

const FILLED: ReadonlySet<IconName> = new Set(['running', 'play']);
const DOTS: ReadonlySet<IconName> = new Set(['more', 'grip']);

const outlines = new Map<IconName, string>();

/** All strokes of a shape as one path: a stroke that begins relative to nothing begins where the grid begins. */
function outlineOf(name: IconName): string {
  const known = outlines.get(name) ?? SHAPES[name].map((stroke) => stroke.replace(/^m(-?[\d.]+) ?(-?[\d.]+) ?/u, 'M$1 $2l')).join('');
  outlines.set(name, known);
  return known;
}

/** An icon, decoration unless it has a label. Size in pixels at normal zoom. */
export function Icon({ name, size = 16, label, class: className = '' }: { name: IconName; size?: number; label?: string; class?: string }) {
  const rem = `${size / 16}rem`;
  return (
    <svg
      class={`icon ${FILLED.has(name) ? 'icon-filled' : DOTS.has(name) ? 'icon-dots' : ''} ${className}`} viewBox="0 0 24 24" width={rem} height={rem}
      {...(label === undefined ? { 'aria-hidden': 'true' as const } : { role: 'img' as const, 'aria-label': label })}
    >
      <path d={outlineOf(name)} />
    </svg>
  );
}
