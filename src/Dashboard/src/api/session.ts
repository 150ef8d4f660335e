import { useSyncExternalStore } from "react";
import { keeper } from "../common/keep";

/**
 * The credential, as long as the tab is open and nowhere else: in the tab's session storage, which ends with it. It never stands in an address, a cookie or the local storage.
 */
const kept = keeper("sessionStorage", "flows-key");
const listeners = new Set<() => void>();
let key = kept.read();
let reason: string | null = null;

function changed() {
  for (const listener of listeners) {
    listener();
  }
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const session = {
  /** Null where nobody has signed in with a key. */
  get key() {
    return key;
  },
  signIn(given: string) {
    key = given;
    reason = null;
    kept.write(given);
    changed();
  },
  /** Forgets the credential. Whoever holds data must forget that too: see `forget` in client.ts. */
  signOut(why: string | null = null) {
    key = null;
    reason = why;
    kept.write(null);
    changed();
  },
};

export const useKey = () => useSyncExternalStore(subscribe, () => key);

/** Why the session ended, where it was not the user who ended it. */
export const useEndOfSession = () => useSyncExternalStore(subscribe, () => reason);
