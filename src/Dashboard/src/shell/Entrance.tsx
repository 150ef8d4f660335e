import { use, useState, type ReactNode } from "react";
import { calls } from "../api/calls";
import { Problem } from "../api/problem";
import { session } from "../api/session";

/** A link that signs in: its one-time code, which is asked for as soon as the page runs, and what comes of it. */
export interface Entry {
  readonly code: string;
  /** Null where the code has become a session. */
  readonly fault: Promise<Problem | null>;
}

/** Takes a one-time code out of the address, so that it is in no history, and changes it into a session. Null where the address has none. */
export function enterByLink(): Entry | null {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code === null) {
    return null;
  }

  history.replaceState(null, "", location.pathname + location.search);
  return { code, fault: enter(code) };
}

async function enter(code: string): Promise<Problem | null> {
  try {
    session.signIn(await calls.exchange(code));
    return null;
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }

    return error.status === 404
      ? new Problem(404, "The link has been used or is too old: it signs in once, within five minutes. Ask for a new one, or sign in with a key.")
      : error;
  }
}

/** The page behind the link: once it has signed in, or once it is read that it has not. What waits for the service says so by `Entering`. */
export function Entrance({ entry, children }: { entry: Entry; children: ReactNode }) {
  const [asked, setAsked] = useState(entry.fault);
  const [isPassed, setPassed] = useState(false);
  const fault = use(asked);
  return fault === null || isPassed ? children : (
    <main className="sign-in">
      <div className="sign-in-box">
        <p className="sign-in-mark">Flow Functions</p>
        <h1>The link did not sign you in</h1>
        <p className="fault-line" role="alert">{fault.message}</p>
        {fault.isPassing && <button type="button" className="button button-primary" onClick={() => setAsked(enter(entry.code))}>Try again</button>}
        <button type="button" className={fault.isPassing ? "button" : "button button-primary"} onClick={() => setPassed(true)}>{session.key === null ? "Sign in otherwise" : "Go on as you are signed in"}</button>
      </div>
    </main>
  );
}

/** Stands from the first moment on where a link signs in. */
export const Entering = () => (
  <main className="sign-in">
    <div className="sign-in-box">
      <p className="sign-in-mark">Flow Functions</p>
      <p role="status">Signing you in by the link…</p>
    </div>
  </main>
);
