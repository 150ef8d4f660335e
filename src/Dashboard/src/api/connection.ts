import { useSyncExternalStore } from "react";

/** Whether the service answers, by the last call that was made. */
export interface Connection {
  readonly isLost: boolean;
  /** When the last answer came, in ms since 1970; null before the first. */
  readonly heardAt: number | null;
  /** What is wrong, for people; null where nothing is. */
  readonly fault: string | null;
}

let state: Connection = { isLost: false, heardAt: null, fault: null };
const listeners = new Set<() => void>();

function set(next: Connection) {
  const isNews = next.isLost !== state.isLost || next.fault !== state.fault;
  state = isNews ? next : Object.assign(state, next);
  if (isNews) {
    for (const listener of listeners) {
      listener();
    }
  }
}

export const connection = {
  heard: () => set({ isLost: false, heardAt: Date.now(), fault: null }),
  lost: (fault: string) => set({ isLost: true, heardAt: state.heardAt, fault }),
};

export const useConnection = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
