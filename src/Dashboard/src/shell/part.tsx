import { lazy, useState, type ComponentType } from "react";
import { reloadForMissingPart } from "./reload";

/** A component in a file of its own, and how to ask for that file before it is drawn: once, whatever comes of it. */
export type Part<P> = ComponentType<P> & { readonly load: () => Promise<unknown> };

/**
 * As React's `lazy`, but drawn at once where its file has come: `lazy` always leaves its place to the fallback first, and React shows what follows a fallback
 * no sooner than 300 ms after it (FALLBACK_THROTTLE_MS in react-reconciler's ReactFiberWorkLoop).
 * Where it is to be drawn and its file does not come, the page is loaded again; where it was only asked for ahead, it is not: nobody waits for it.
 */
export function part<P extends object>(read: () => Promise<{ readonly default: ComponentType<P> }>): Part<P> {
  let come: ComponentType<P> | null = null;
  let ahead: Promise<unknown> | null = null;
  const load = async () => {
    const file = await read();
    come = file.default;
    return file;
  };
  const Late = lazy(async () => {
    try {
      return await load();
    } catch (fault) {
      reloadForMissingPart();
      throw fault;
    }
  });

  // The same as long as it stands: another component in its place would be mounted anew.
  const Shown = (props: P) => {
    const [It] = useState<ComponentType<P>>(() => come ?? Late);
    return <It {...props} />;
  };
  return Object.assign(Shown, { load: () => (ahead ??= load()) });
}
