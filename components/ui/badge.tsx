import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '@/components/ui/icon';

export type Tint = 'plain' | 'good' | 'warn' | 'bad' | 'accent';

/** A short word with a tint; the word carries the meaning, the tint only helps. */
export function Badge({ tint = 'plain', icon, children }: { tint?: Tint; icon?: IconName; children: ComponentChildren }) {
  return (
    <span class={`badge badge-${tint}`}>
      {icon === undefined ? null : <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}

/** What assistive technology reads of a bar. */
interface Spoken {
  readonly label: string;
  readonly text: string;
}

/** A bar from 0 to `max`; decoration where the words beside it say the same. */
export function Progress({ value, max, spoken }: { value: number; max: number; spoken?: Spoken }) {
  const share = max <= 0 ? 0 : Math.min(1, value / max);
  return (
    <span
      class={share === 1 ? 'progress progress-done' : 'progress'} style={`--share:${share * 100}%`}
      {...(spoken === undefined ? { 'aria-hidden': 'true' as const } : { role: 'progressbar' as const, 'aria-label': spoken.label, 'aria-valuemin': 0, 'aria-valuemax': max, 'aria-valuenow': value, 'aria-valuetext': spoken.text })}
    />
  );
}

/** Initials of a name: first letters of its first and last word, what stands in brackets left aside. */
export function initialsOf(name: string): string {
  const outside = name.replace(/\([^)]*\)?|\[[^\]]*\]?/g, ' ');
  const letters = (/\p{L}/u.test(outside) ? outside : name).split(/\s+/).flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? []);
  const first = letters[0] ?? '';
  const last = letters.length > 1 ? (letters.at(-1) ?? '') : '';
  return `${first}${last}`.toLocaleUpperCase() || '?';
}

function hueOf(seed: string): number {
  let hue = 7;
  for (const letter of seed) hue = (hue * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return hue;
}

/** A round sign for a person: initials on a colour of their own. Decoration: the name stands beside it. */
export function Avatar({ name, size = 24 }: { name: string; size?: number }) {
  const hue = hueOf(name);
  return (
    <span
      class="avatar" aria-hidden="true"
      style={{
        width: `${size / 16}rem`, height: `${size / 16}rem`, fontSize: `${(size * 0.4) / 16}rem`,
        '--avatar-bg': `light-dark(oklch(0.92 0.045 ${hue}), oklch(0.36 0.06 ${hue}))`,
        '--avatar-text': `light-dark(oklch(0.38 0.09 ${hue}), oklch(0.93 0.04 ${hue}))`,
      }}
    >
      {initialsOf(name)}
    </span>
  );
}

/** What a screen says while it has nothing to show: what would be here, and how to get it. */
export function EmptyState({ icon, title, children, actions }: { icon: IconName; title: string; children: ComponentChildren; actions?: ComponentChildren }) {
  return (
    <div class="empty">
      <span class="empty-icon"><Icon name={icon} size={22} /></span>
      <h2>{title}</h2>
      <div class="empty-text">{children}</div>
      {actions === undefined ? null : <div class="row-wrap">{actions}</div>}
    </div>
  );
}

/** A strip across the page that says what is wrong or paused, and offers the one thing to do. */
export function Banner({ tint = 'plain', icon, children, action }: { tint?: 'plain' | 'warn' | 'bad'; icon: IconName; children: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class={`banner banner-${tint}`} role="status">
      <Icon name={icon} size={16} />
      <div class="grow">{children}</div>
      {action}
    </div>
  );
}
