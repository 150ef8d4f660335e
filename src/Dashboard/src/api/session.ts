import { useSyncExternalStore } from "react";
import { root } from "./root";

/**
 * The credential, as long as the tab is open and nowhere else: in the tab's session storage, which ends with it. It never stands in an address, a cookie or the local storage.
 * It is this installation's: another of the same origin, below another prefix, does not get it.
 */
const name = `flows-key:${root.pathname}`;
const listeners = new Set<() => void>();
let key = sessionStorage.getItem(name);
let reason: string | null = null;
let isAdmitted = false;
let changes = 0;

function changed() {
  changes++;
  isAdmitted = false;
  for (const listener of listeners) {
    listener();
  }
}

/** Called whenever the credential becomes another, or none. */
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const session = {
  onChange: subscribe,
  /** Null where nobody has signed in with a key. */
  get key() {
    return key;
  },
  /** Whether the service has let this caller in, with a key or by the platform's sign-in, which this page does not hold. */
  get isAdmitted() {
    return isAdmitted;
  },
  admit() {
    isAdmitted = true;
  },
  signIn(given: string) {
    key = given;
    reason = null;
    sessionStorage.setItem(name, given);
    changed();
  },
  /** Forgets the credential. Whoever holds data that was read with it forgets that by `onChange`. */
  signOut(why: string | null = null) {
    key = null;
    reason = why;
    sessionStorage.removeItem(name);
    changed();
  },
};

/** Another number for each time that the credential became another, or that it ended. */
export const useSession = () => useSyncExternalStore(subscribe, () => changes);

/** Why the session ended, where it was not the user who ended it. */
export const useEndOfSession = () => useSyncExternalStore(subscribe, () => reason);
