import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { session, useEndOfSession } from "../api/session";
import { BusyButton } from "../common/BusyButton";
import { tryKey } from "./key";
import { loginAddress, logoutAddress, platformLogin } from "./platform";

/** Who has signed in with the platform, and has no role of this installation: another key would not help, for the platform's word goes first. */
export const NoRole = ({ fault, retry }: { fault: string; retry: () => unknown }) => (
  <main className="sign-in">
    <div className="sign-in-box">
      <p className="sign-in-mark">Flow Functions</p>
      <h1>No role here</h1>
      <p className="fault-line" role="alert">{fault}</p>
      <p>Ask who looks after this installation for a role of it, then try again.</p>
      <button type="button" className="button button-primary" onClick={() => void retry()}>Try again</button>
      {platformLogin && <a className="button" href={logoutAddress()}>Sign in as somebody else</a>}
    </div>
  </main>
);

/** Asks for a key, and tries it before it is kept; where the platform signs people in, offers that first. */
export function SignIn() {
  const [key, setKey] = useState("");
  const ended = useEndOfSession();
  const attempt = useMutation({
    mutationFn: tryKey,
    onSuccess: (_, given) => session.signIn(given),
  });
  const message = attempt.error?.message ?? ended;
  return (
    <main className="sign-in">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate(key.trim());
        }}
      >
        <p className="sign-in-mark">Flow Functions</p>
        <h1>Sign in</h1>
        {platformLogin && (
          <>
            <a className="button button-primary" href={loginAddress()}>Sign in with Microsoft Entra ID</a>
            <p className="quiet">Or with a key:</p>
          </>
        )}
        <label htmlFor="key">Key</label>
        <input
          id="key"
          type="password"
          autoComplete="off"
          spellCheck={false}
          required
          autoFocus={!platformLogin}
          value={key}
          onChange={(event) => setKey(event.target.value)}
          aria-describedby="key-hint"
          aria-invalid={attempt.error ? true : undefined}
        />
        {message && <p className="fault-line" role="alert">{message}</p>}
        <BusyButton type="submit" className={platformLogin ? "button" : "button button-primary"} isBusy={attempt.isPending}>{attempt.isPending ? "Trying the key…" : "Sign in"}</BusyButton>
        <p id="key-hint" className="quiet">
          The key stays in this tab and goes to nobody but this service. On your own machine it is in <code>.flows/dev-key</code>, in the folder where the service runs.
        </p>
      </form>
    </main>
  );
}
