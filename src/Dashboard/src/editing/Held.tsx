import { useLayoutEffect, useRef, type ReactNode } from "react";

/**
 * Fields that take nothing while what they say is saved: what was typed meanwhile would be lost without a word. A browser takes the keyboard from a field that takes nothing;
 * where the form still stands after that, the field has it back, unless it is elsewhere by then.
 */
export function Held({ isHeld, children }: { isHeld: boolean; children: ReactNode }) {
  const set = useRef<HTMLFieldSetElement>(null);
  const field = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    if (!isHeld && document.activeElement === document.body) {
      field.current?.focus();
    }
  }, [isHeld]);
  return (
    <fieldset
      ref={set}
      className="held"
      disabled={isHeld}
      onFocus={({ target }) => {
        field.current = target;
      }}
      onBlur={() => {
        if (!set.current?.disabled) {
          field.current = null;
        }
      }}
    >
      {children}
    </fieldset>
  );
}
