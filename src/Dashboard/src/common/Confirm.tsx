import { useState, type ReactNode } from "react";
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Icon } from "./Icon";

/** A button that says what it will do before it does it. */
export function Confirm({ label, icon, title, children, action, isDanger = false, isPrimary = false, isDisabled = false, canAct = true, onOpen, act }: {
  label: string;
  icon?: Parameters<typeof Icon>[0]["name"];
  title: string;
  /** What it will do, in words. */
  children: ReactNode;
  /** On the button that does it. */
  action: string;
  isDanger?: boolean;
  isPrimary?: boolean;
  isDisabled?: boolean;
  /** Whether it can be done, as far as that is known before. */
  canAct?: boolean;
  onOpen?: () => void;
  /** A fault is shown in the dialog, which stays open. */
  act: () => Promise<unknown>;
}) {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  return (
    <DialogTrigger
      onOpenChange={(isOpen) => {
        setFault(null);
        if (isOpen) {
          onOpen?.();
        }
      }}
    >
      <Button className={`button${isPrimary ? " button-primary" : ""}`} isDisabled={isDisabled}>
        {icon && <Icon name={icon} />}
        {label}
      </Button>
      <Sheet>
        {(close) => (
          <>
            <Heading slot="title">{title}</Heading>
            <div className="sheet-body">{children}</div>
            {fault && <p className="fault-line" role="alert">{fault}</p>}
            <div className="sheet-actions">
              <Button className="button" onPress={close}>Go back</Button>
              <Button
                className={`button ${isDanger ? "button-danger" : "button-primary"}`}
                isDisabled={!canAct}
                isPending={isBusy}
                onPress={() => {
                  setBusy(true);
                  setFault(null);
                  act().then(close, (error: Error) => setFault(error.message)).finally(() => setBusy(false));
                }}
              >
                {isBusy ? "Asking the service…" : action}
              </Button>
            </div>
          </>
        )}
      </Sheet>
    </DialogTrigger>
  );
}

/** Escape and a press beside it close it, except where it is held: what works in it is stopped first. */
export const Sheet = ({ children, isHeld = false }: { children: (close: () => void) => ReactNode; isHeld?: boolean }) => (
  <ModalOverlay className="sheet-ground" isDismissable={!isHeld} isKeyboardDismissDisabled={isHeld}>
    <Modal className="sheet">
      <Dialog className="sheet-dialog">{({ close }) => children(close)}</Dialog>
    </Modal>
  </ModalOverlay>
);
