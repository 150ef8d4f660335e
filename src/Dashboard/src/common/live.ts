import { queries } from "../api/client";
import { Problem } from "../api/problem";
import { answerTimeOf } from "../api/transport";

/** The most a tab asks by itself, whatever it shows: 30 times a minute, all its queries together. */
const quickest = 2_000;
const slowest = 60_000;

interface Asked {
  readonly queryHash: string;
  readonly state: { readonly fetchFailureCount: number; readonly error: Error | null; readonly errorUpdateCount: number; readonly dataUpdateCount: number };
}

/**
 * When to ask again, in ms: soon while something runs, seldom while nothing does, later the longer the service takes to answer and the longer it has not answered at all, and not before the
 * service wants to be asked. Where a page has several such queries, they share what the tab may ask.
 * A hidden tab does not ask: see `refetchIntervalInBackground` in client.ts.
 */
export function pauseAfter(query: Asked, isLive: boolean, path: string, atLeast = 0): number {
  const { error } = query.state;
  const usual = Math.max(isLive ? quickest : 15_000, atLeast);
  const byLoad = answerTimeOf(path) * 10;
  const failures = error ? Math.min(failuresInARow(query), 6) : 0;
  const byFaults = failures > 0 ? quickest * 2 ** failures : 0;
  const own = Math.min(Math.max(usual, byLoad, Math.min(byFaults, 30_000)), Math.max(slowest, atLeast));
  return Math.max(own * shareOf(query, own), (error instanceof Problem && error.retryAfter) || 0);
}

const wishes = new Map<string, number>();

/** For a query that asks no more by itself: others need not leave room for it. */
export function never(query: Asked): false {
  wishes.delete(query.queryHash);
  return false;
}

/** By how much a query must wait longer than it would alone, so that all that are shown stay within what the tab may ask; 1 where they do. */
function shareOf(query: Asked, wish: number): number {
  wishes.set(query.queryHash, wish);
  let inARow = 0;
  for (const [hash, pause] of wishes) {
    if (hash === query.queryHash || queries.getQueryCache().get(hash)?.isActive()) {
      inARow += quickest / pause;
    } else {
      wishes.delete(hash);
    }
  }

  // In tenths: a pause that changed with every answer of another query would start anew each time, and never end.
  return Math.max(Math.ceil(inARow * 10 - 1e-6) / 10, 1);
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
