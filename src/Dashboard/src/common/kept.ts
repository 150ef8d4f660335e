import { useMemo, useState } from "react";

/**
 * The same list as before, or at least the same things in it, where they say the same: what is drawn from them is then not drawn again.
 * `isSame` compares two things at the same place of the list.
 */
export function useKept<T>(next: readonly T[], isSame: (one: T, other: T) => boolean): readonly T[] {
  const [before, setBefore] = useState(next);
  const now = useMemo(() => {
    const kept = next.map((item, at) => (at < before.length && isSame(before[at]!, item) ? before[at]! : item));
    return kept.length === before.length && kept.every((item, at) => item === before[at]) ? before : kept;
  }, [next, before, isSame]);
  if (now !== before) {
    setBefore(now);
  }

  return now;
}

/** Whether all fields of both are the same, one level deep. */
export const isAlike = <T extends object>(one: T, other: T) =>
  one === other || (Object.keys(one) as (keyof T)[]).every((field) => Object.is(one[field], other[field]));
