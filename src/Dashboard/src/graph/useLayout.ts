import { useEffect, useState } from "react";
import { layoutsBy, type Places } from "./layouts";
import { keyOf, type Topology } from "./topology";

/** Graphs that have been laid out; the same one comes again with each run of a flow. */
const done = new Map<string, Places>();
const ask = layoutsBy(() => new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" }));

/** What came of a layout: where each node stands, or why that could not be found out. */
interface Layout {
  readonly key: string;
  readonly places: Places | null;
  readonly fault: Error | null;
}

/** Where each node stands; null while that is being found out, and where it cannot be: then there is a fault, and it can be tried again. */
export function useLayout(topology: Topology): { places: Places | null; fault: Error | null; retry: () => void } {
  const key = keyOf(topology);
  const [layout, setLayout] = useState<Layout | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const known = done.get(key);
    if (known) {
      setLayout({ key, places: known, fault: null });
      return undefined;
    }

    let isWanted = true;
    const tell = (came: Layout) => {
      if (isWanted) {
        setLayout(came);
      }
    };
    ask(topology).then(
      (places) => {
        done.set(key, places);
        tell({ key, places, fault: null });
      },
      (fault: Error) => tell({ key, places: null, fault }),
    );
    return () => {
      isWanted = false;
    };
    // The topology is what its key says.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, tries]);
  const retry = () => {
    setLayout(null);
    setTries(tries + 1);
  };
  return { places: layout?.key === key ? layout.places : null, fault: layout?.key === key ? layout.fault : null, retry };
}
