import { useLayoutEffect, type ReactNode } from "react";

/** Fields that take nothing while what they say is saved: what was typed meanwhile would be lost without a word. The keyboard is where it was once they take something again. */
export function Held({ isHeld, children }: { isHeld: boolean; children: ReactNode }) {
  useLayoutEffect(() => {
    if (!isHeld) {
      return undefined;
    }

    const focused = document.activeElement;
    return () => {
      if (focused instanceof HTMLElement && document.activeElement === document.body) {
        focused.focus({ preventScroll: true });
      }
    };
  }, [isHeld]);
  return <fieldset className="held" disabled={isHeld}>{children}</fieldset>;
}
