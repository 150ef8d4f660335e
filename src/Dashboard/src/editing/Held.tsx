import { useLayoutEffect, useRef, type ReactNode } from "react";

/**
 * Fields that take nothing while what they say is saved: what was typed meanwhile would be lost without a word. A browser takes the keyboard from a field that takes nothing;
 * where the form still stands after that, the field has it back, unless it is elsewhere by then.
 */
export function Held({ isHeld, children }: { isHeld: boolean; children: ReactNode }) {
  const set = useRef<HTMLFieldSetElement>(null);
  const left = useRef<HTMLElement | null>(null);

  // Before the browser draws, which is when it takes the keyboard away.
  useLayoutEffect(() => {
    const { activeElement: active, body } = document;
    if (isHeld) {
      left.current = active instanceof HTMLElement && set.current?.contains(active) ? active : null;
    } else if (active === body || active === left.current) {
      left.current?.focus();
      left.current = null;
    }
  }, [isHeld]);
  return <fieldset ref={set} className="held" disabled={isHeld}>{children}</fieldset>;
}
