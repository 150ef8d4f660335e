import { useCallback, useEffect } from "react";
import { useSearch, useSearchParams } from "wouter";
import { root } from "../api/root";
import { withValue } from "./query";

/** The page's own addresses begin here, without a slash at the end. */
export const base = root.pathname.replace(/\/$/, "");

/** A value that stands in the address, so that it survives a reload and can be sent to somebody; empty is left out. */
export function useAddress(name: string, absent = ""): readonly [string, (value: string) => void] {
  const [query, setQuery] = useSearchParams();
  const set = useCallback(
    (value: string) => setQuery((before) => withValue(before, name, value, absent), { replace: true }),
    [setQuery, name, absent],
  );
  return [query.get(name) ?? absent, set];
}

/** Search, filters and order of each list when it was last seen, as they stood in its address. */
const last = new Map<string, string>();

/** Keeps what the address of a list says, for the ways back to it. */
export function useRemembered(list: string) {
  const search = useSearch();
  useEffect(() => {
    last.set(list, search);
  }, [list, search]);
}

export function lastOf(list: string) {
  const search = last.get(list);
  return search ? `${list}?${search}` : list;
}
