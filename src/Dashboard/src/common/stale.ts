import { useQueryClient, type Query, type QueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";

declare module "@tanstack/react-query" {
  interface Register {
    queryMeta: {
      /** What the query's answer is, where it is beside what the page is about, such as a count in its head. */
      readonly beside?: string;
      /** The page says by itself that the query fails. */
      readonly saysFaults?: boolean;
    };
  }
}

/** What is shown and could not be read again. */
export interface Stale {
  /** Why, for people. */
  readonly fault: string;
  /** As of when the oldest of it is, in ms since 1970. */
  readonly at: number;
  /** What it is where it is not the page itself; null where it is. */
  readonly beside: string | null;
  /** All that fails, by hash. */
  readonly hashes: readonly string[];
}

/** Each query for itself: an answer to another says nothing about it. What has no answer yet is its page's matter, which shows a fault instead. */
export const isStale = ({ state, meta }: Query) => state.data !== undefined && (state.error ?? state.fetchFailureReason) !== null && !meta?.saysFaults;

let last: Stale | null = null;

/** The same object as long as it says the same. */
function read(client: QueryClient): Stale | null {
  const all = client.getQueryCache().getAll().filter((query) => query.isActive() && isStale(query));
  const own = all.filter((query) => !query.meta?.beside);
  const oldest = (own.length > 0 ? own : all).toSorted((one, other) => one.state.dataUpdatedAt - other.state.dataUpdatedAt)[0];
  const next = oldest
    ? { fault: (oldest.state.error ?? oldest.state.fetchFailureReason)!.message, at: oldest.state.dataUpdatedAt, beside: oldest.meta?.beside ?? null, hashes: all.map((query) => query.queryHash) }
    : null;
  if (JSON.stringify(next) !== JSON.stringify(last)) {
    last = next;
  }

  return last;
}

/** Why what is still loading has not come yet, where the service has been asked and is asked again by itself; null where nothing has failed so far but what is beside the page's matter. */
export const delayOf = (client: QueryClient): string | null =>
  client.getQueryCache().getAll().find((query) => query.isActive() && query.state.data === undefined && query.state.error === null && query.state.fetchFailureReason !== null && !query.meta?.beside)
    ?.state.fetchFailureReason?.message ?? null;

/** What is on the page and older than it should be, with the reason; null where all of it could be read. */
export const useStale = () => useCache(read);

export const useDelay = () => useCache(delayOf);

/** What is read from all queries, whenever one of them changes. */
function useCache<T>(read: (client: QueryClient) => T): T {
  const client = useQueryClient();
  const subscribe = useCallback((listener: () => void) => client.getQueryCache().subscribe(listener), [client]);
  return useSyncExternalStore(subscribe, () => read(client));
}
