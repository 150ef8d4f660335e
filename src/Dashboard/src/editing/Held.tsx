import type { ReactNode } from "react";

/** Fields that take nothing while what they say is saved: what was typed meanwhile would be lost without a word. */
export const Held = ({ isHeld, children }: { isHeld: boolean; children: ReactNode }) => <fieldset className="held" disabled={isHeld}>{children}</fieldset>;
