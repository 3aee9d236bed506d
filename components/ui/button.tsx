import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { Icon, type IconName } from '@/components/ui/icon';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';

interface Look {
  variant?: ButtonVariant;
  size?: 'm' | 's';
  icon?: IconName;
}

function lookClass(variant: ButtonVariant, size: 'm' | 's', extra = ''): string {
  return `btn btn-${variant} ${size === 's' ? 'btn-s' : ''} ${extra}`;
}

/** A button with a text. It submits nothing unless `type="submit"`. */
export function Button({ variant = 'secondary', size = 'm', icon, children, class: className, ...rest }: Look & ButtonHTMLAttributes) {
  return (
    <button type="button" {...rest} class={lookClass(variant, size, typeof className === 'string' ? className : '')}>
      {icon === undefined ? null : <Icon name={icon} size={size === 's' ? 13 : 15} />}
      {children}
    </button>
  );
}

/** A button that shows only an icon; `label` is its name and its native tooltip. */
export function IconButton({ variant = 'ghost', size = 'm', icon, label, ...rest }: Look & { icon: IconName; label: string } & Omit<ButtonHTMLAttributes, 'label' | 'icon'>) {
  return (
    <button type="button" title={label} aria-label={label} {...rest} class={lookClass(variant, size, 'btn-icon')}>
      <Icon name={icon} size={size === 's' ? 14 : 16} />
    </button>
  );
}

/** A link that looks like a button. */
export function LinkButton({ href, variant = 'secondary', size = 'm', icon, children, newTab = false, onClick }:
  Look & { href: string; children: ComponentChildren; newTab?: boolean; onClick?: () => void }) {
  return (
    <a href={href} class={lookClass(variant, size)} {...(newTab ? { target: '_blank', rel: 'noopener' } : {})} {...(onClick === undefined ? {} : { onClick })}>
      {icon === undefined ? null : <Icon name={icon} size={15} />}
      {children}
    </a>
  );
}

/** On and off, told apart by colour, knob position and the sign in the knob. */
export function Switch({ checked, label, onChange, disabled = false }: { checked: boolean; label: string; onChange: (checked: boolean) => void; disabled?: boolean }) {
  return (
    <button type="button" role="switch" class="switch" aria-checked={checked} aria-label={label} disabled={disabled} onClick={() => onChange(!checked)} />
  );
}
