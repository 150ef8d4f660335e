import type { Place, Topology } from "./topology";

export type Places = Readonly<Record<string, Place>>;

/** What a worker of layouts answers. */
export interface LayoutAnswer {
  readonly id: number;
  readonly places: Places;
}

interface Asked {
  readonly resolve: (places: Places) => void;
  readonly reject: (fault: Error) => void;
}

/**
 * Asks one worker for layouts, which is started with the first. One that fails, or cannot be loaded, is ended, and all that it has not answered is refused: the next to ask gets another.
 */
export function layoutsBy(start: () => Worker): (topology: Topology) => Promise<Places> {
  const waiting = new Map<number, Asked>();
  let worker: Worker | null = null;
  let last = 0;

  const give = ({ data }: MessageEvent<LayoutAnswer>) => {
    waiting.get(data.id)?.resolve(data.places);
    waiting.delete(data.id);
  };
  const fail = (reason: string) => {
    worker?.terminate();
    worker = null;
    const all = [...waiting.values()];
    waiting.clear();
    for (const { reject } of all) {
      reject(new Error(reason));
    }
  };
  const begin = () => {
    const begun = start();
    begun.onmessage = give;
    begun.onerror = ({ message }) => fail(message || "What lays it out could not be loaded.");
    begun.onmessageerror = () => fail("What was laid out could not be read.");
    return begun;
  };

  return (topology) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      worker ??= begin();
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, topology });
    });
}
