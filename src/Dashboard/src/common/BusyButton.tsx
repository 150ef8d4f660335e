import type { ComponentProps } from "react";

/** A button that takes no second press while the first is under way. It keeps the keyboard, which a browser takes from one that is disabled. */
export const BusyButton = ({ isBusy, onClick, ...rest }: ComponentProps<"button"> & { isBusy: boolean }) => (
  <button
    type="button"
    {...rest}
    aria-disabled={isBusy || undefined}
    onClick={(event) => {
      if (isBusy) {
        event.preventDefault();
      } else {
        onClick?.(event);
      }
    }}
  />
);
