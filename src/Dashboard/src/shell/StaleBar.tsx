import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Icon } from "../common/Icon";
import { isStale, useStale } from "../common/stale";
import { timeText, useZone } from "../common/zone";

/** Says that what is shown is old, why and how old, and when that is over: each query that failed has been answered since. */
export function StaleBar() {
  const stale = useStale();
  const client = useQueryClient();
  const zone = useZone();
  const [isBack, setBack] = useState(false);
  const failed = useRef<readonly string[]>([]);
  useEffect(() => {
    const before = failed.current;
    failed.current = stale?.hashes ?? [];
    const cache = client.getQueryCache();
    const isOver = stale === null && before.length > 0 && before.every((hash) => {
      const query = cache.get(hash);
      return query !== undefined && !isStale(query);
    });
    if (!isOver) {
      return undefined;
    }

    const shown = setTimeout(() => setBack(true));
    const over = setTimeout(() => setBack(false), 5_000);
    return () => {
      clearTimeout(shown);
      clearTimeout(over);
      setBack(false);
    };
  }, [stale, client]);
  return (
    <div aria-live="polite">
      {stale && (
        <p className="lost">
          <Icon name="warning" /> {stale.fault} {stale.beside ?? "What you see"} is as of {timeText(new Date(stale.at), zone)}.{" "}
          <button type="button" className="link" onClick={() => void client.refetchQueries({ predicate: (query) => stale.hashes.includes(query.queryHash) })}>Ask again now</button>
        </p>
      )}
      {isBack && <p className="lost lost-back"><Icon name="check" /> Connected again. What you see is up to date.</p>}
    </div>
  );
}
