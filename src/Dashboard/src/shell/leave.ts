import { calls } from "../api/calls";
import type { Caller } from "../api/model";
import { session } from "../api/session";

/** Forgets the credential here and now, whether or not the service answers. It is told of a session's end beside that, and ends one by itself where it does not hear of it. */
export function leave(signIn: Caller["signIn"]) {
  const token = session.key;
  session.signOut();
  if (signIn === "session" && token !== null) {
    calls.endSession(token).catch(() => undefined);
  }
}
