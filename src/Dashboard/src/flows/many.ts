import { isRefused, newKey } from "../api/repeatable";
import { Problem } from "../api/problem";

/** What came of the order to run one flow; `isOpen` where the service never answered: it may run all the same. */
export type Started = { readonly runId: string } | { readonly fault: string; readonly isOpen?: boolean };

/** Starts one flow. The same key twice starts one run. */
type Start = (id: string, key: string) => Promise<string>;

const atOnce = 3;
const mostWait = 60_000;

/** Without an answer it is asked again for so long: the service gives up a request that a host died with after two minutes. */
const patience = 180_000;
const usualWait = 2_000;

/**
 * Starts many, a few at a time, and says of each what came of it as soon as that is known. Where the service has had enough requests it is left alone for as long as it says, and asked
 * again; so it is where there is no answer, under the same key; any refusal stands. Once `signal` is aborted no further one is started, and what is under way is still told of.
 */
export async function startMany(ids: readonly string[], start: Start, tell: (id: string, came: Started) => void, signal: AbortSignal) {
  const left = [...ids];
  const work = async () => {
    for (let id = left.shift(); id !== undefined && !signal.aborted; id = left.shift()) {
      tell(id, await startOne(id, start, signal));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function startOne(id: string, start: Start, signal: AbortSignal): Promise<Started> {
  const key = newKey();
  let unansweredSince: number | null = null;
  for (;;) {
    try {
      return { runId: await start(id, key) };
    } catch (error) {
      const isTooMuch = error instanceof Problem && error.status === 429;
      if (isRefused(error)) {
        return { fault: (error as Error).message };
      }

      unansweredSince = isTooMuch ? unansweredSince : unansweredSince ?? Date.now();
      const isBroken = error instanceof Problem && error.status === 500;
      const isGivenUp = isBroken || (unansweredSince !== null && Date.now() - unansweredSince >= patience);
      if (!isGivenUp && !signal.aborted) {
        await waited(Math.min((error instanceof Problem ? error.retryAfter : null) ?? (isTooMuch ? 1_000 : usualWait), mostWait), signal);
      }

      if (isGivenUp || signal.aborted) {
        return { fault: (error as Error).message, ...(unansweredSince !== null && { isOpen: true }) };
      }
    }
  }
}

/** Until so many ms have passed, or nobody wants it any more. */
const waited = (ms: number, signal: AbortSignal) => new Promise<void>((resolve) => {
  const stop = () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    resolve();
  };
  const timer = setTimeout(stop, ms);
  signal.addEventListener("abort", stop);
});
