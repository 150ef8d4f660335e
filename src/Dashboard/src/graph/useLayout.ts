import { useEffect, useState } from "react";
import { keyOf, type Place, type Topology } from "./topology";

type Places = Readonly<Record<string, Place>>;

/** Graphs that have been laid out; the same one comes again with each run of a flow. */
const done = new Map<string, Places>();
const waiting = new Map<number, (places: Places) => void>();
let worker: Worker | undefined;
let last = 0;

function ask(topology: Topology): Promise<Places> {
  worker ??= new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<{ id: number; places: Places }>) => {
    waiting.get(data.id)?.(data.places);
    waiting.delete(data.id);
  };
  const id = ++last;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    worker!.postMessage({ id, topology });
  });
}

/** Where each node stands; null while that is being found out. */
export function useLayout(topology: Topology): Places | null {
  const key = keyOf(topology);
  const [places, setPlaces] = useState<{ key: string; places: Places } | null>(null);
  useEffect(() => {
    const known = done.get(key);
    if (known) {
      setPlaces({ key, places: known });
      return undefined;
    }

    let isWanted = true;
    void ask(topology).then((found) => {
      done.set(key, found);
      if (isWanted) {
        setPlaces({ key, places: found });
      }
    });
    return () => {
      isWanted = false;
    };
    // The topology is what its key says.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key]);
  return places?.key === key ? places.places : null;
}
