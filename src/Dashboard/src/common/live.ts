import { answerTimeOf } from "../api/transport";

/** The most a tab asks: 30 times a minute. */
const quickest = 2_000;
const slowest = 60_000;

interface Asked {
  readonly state: { readonly fetchFailureCount: number; readonly error: Error | null; readonly errorUpdateCount: number; readonly dataUpdateCount: number };
}

/**
 * When to ask again: soon while something runs, seldom while nothing does, later the longer the service takes to answer and the longer it has not answered at all.
 * A hidden tab does not ask: see `refetchIntervalInBackground` in client.ts.
 */
export function pauseAfter(query: Asked, isLive: boolean, path: string): number {
  const usual = isLive ? quickest : 15_000;
  const byLoad = answerTimeOf(path) * 10;
  const failures = query.state.error ? Math.min(failuresInARow(query), 6) : 0;
  const byFaults = failures > 0 ? quickest * 2 ** failures : 0;
  return Math.min(Math.max(usual, byLoad, Math.min(byFaults, 30_000)), slowest);
}

const streaks = new WeakMap<object, { updates: number; errors: number }>();

/** Counts what the query's own state does not: faults since the last answer. */
function failuresInARow(query: Asked): number {
  const { dataUpdateCount, errorUpdateCount } = query.state;
  const streak = streaks.get(query);
  if (!streak || streak.updates !== dataUpdateCount) {
    streaks.set(query, { updates: dataUpdateCount, errors: errorUpdateCount - 1 });
    return 1;
  }

  return errorUpdateCount - streak.errors;
}
