import './button.css';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

/** `plain` unless said; one `primary` a screen. An icon alone needs an `aria-label`. */
export function Button({
  look = 'plain',
  icon = false,
  ...props
}: Omit<ButtonProps, 'className'> & { readonly look?: Look; readonly icon?: boolean }) {
  return <AriaButton {...props} className={`button ${look}${icon ? ' icon' : ''}`} />;
}
