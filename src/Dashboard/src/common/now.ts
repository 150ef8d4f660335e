import { useSyncExternalStore } from "react";
import { serviceClock } from "./clock";

/** Clocks for all that shows time passing. They stand still while the tab is hidden, and are right again when it is seen. */
function clock(period: number) {
  const listeners = new Set<() => void>();
  let now = serviceClock.now();
  let timer: ReturnType<typeof setInterval> | undefined;

  const tick = () => {
    now = serviceClock.now();
    for (const listener of listeners) {
      listener();
    }
  };

  const adjust = () => {
    const isNeeded = listeners.size > 0 && document.visibilityState === "visible";
    if (isNeeded && timer === undefined) {
      timer = setInterval(tick, period);
      tick();
    } else if (!isNeeded && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
    }
  };

  document.addEventListener("visibilitychange", adjust);
  return {
    read: () => now,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      adjust();
      return () => {
        listeners.delete(listener);
        adjust();
      };
    },
  };
}

const quick = clock(1_000);
const slow = clock(30_000);

/** Milliseconds since 1970 by the service's clock: to the second for what runs, else to the half minute. */
export function useNow(isRunning = false) {
  const chosen = isRunning ? quick : slow;
  return useSyncExternalStore(chosen.subscribe, chosen.read);
}
