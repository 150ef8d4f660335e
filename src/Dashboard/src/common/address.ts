import { useCallback } from "react";
import { useSearchParams } from "wouter";
import { root } from "../api/root";

/** The page's own addresses begin here, without a slash at the end. */
export const base = root.pathname.replace(/\/$/, "");

/** A value that stands in the address, so that it survives a reload and can be sent to somebody; empty is left out. */
export function useAddress(name: string, absent = ""): readonly [string, (value: string) => void] {
  const [query, setQuery] = useSearchParams();
  const set = useCallback(
    (value: string) =>
      setQuery(
        (before) => {
          const after = new URLSearchParams(before);
          if (value === absent) {
            after.delete(name);
          } else {
            after.set(name, value);
          }

          return after;
        },
        { replace: true },
      ),
    [setQuery, name, absent],
  );
  return [query.get(name) ?? absent, set];
}
