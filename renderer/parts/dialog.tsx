import './dialog.css';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { ReactNode } from 'react';

/** Over the window; Escape and a click beside it close it where closing loses nothing. */
export function Dialog({
  title,
  isOpen,
  onClose,
  wide = false,
  children,
  footer,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}) {
  return (
    <ModalOverlay
      className="backdrop"
      isDismissable
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal>
        <AriaDialog className={wide ? 'dialog wide' : 'dialog'}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
          {footer !== undefined && <footer>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
