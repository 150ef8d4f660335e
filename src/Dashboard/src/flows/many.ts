import { Problem } from "../api/problem";

/** What came of the order to run one flow. */
export type Started = { readonly runId: string } | { readonly fault: string };

const atOnce = 3;
const mostWait = 60_000;

/**
 * Starts many, a few at a time, and says of each what came of it as soon as that is known. Where the service has had enough requests it is left alone for as long as it says, and asked
 * again; any other refusal stands. Once `signal` is aborted no further one is started, and what is under way is still told of.
 */
export async function startMany(ids: readonly string[], start: (id: string) => Promise<string>, tell: (id: string, came: Started) => void, signal: AbortSignal) {
  const left = [...ids];
  const work = async () => {
    for (let id = left.shift(); id !== undefined && !signal.aborted; id = left.shift()) {
      tell(id, await startOne(id, start, signal));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function startOne(id: string, start: (id: string) => Promise<string>, signal: AbortSignal): Promise<Started> {
  for (;;) {
    try {
      return { runId: await start(id) };
    } catch (error) {
      const isToWait = error instanceof Problem && error.status === 429 && !signal.aborted;
      if (!isToWait) {
        return { fault: (error as Error).message };
      }

      const wait = Math.min(error.retryAfter ?? 1_000, mostWait);
      await waited(wait, signal);
      if (signal.aborted) {
        return { fault: error.message };
      }
    }
  }
}

/** Until so many ms have passed, or nobody wants it any more. */
const waited = (ms: number, signal: AbortSignal) => new Promise<void>((resolve) => {
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    resolve();
  }, { once: true });
});
