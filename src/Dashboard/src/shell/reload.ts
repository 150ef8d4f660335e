import { root } from "../api/root";
import { keeper } from "../common/keep";

/** When the page was last loaded again by itself, in ms since 1970: once, not for ever. */
const kept = keeper("sessionStorage", "flows-reloaded");
const atMostEvery = 60_000;

/** A service that takes longer, in ms, has nothing to load the page from. */
const patience = 10_000;

/** A page that is still there so long after it was to be loaded again, in ms, stays: its user was asked whether to leave it, and has said no. */
const longestLeave = 5_000;

let renewal: Promise<void> | null = null;

/** What is under way to load the page again, over where it is not after all; null where nothing is. */
export const renewing = () => renewal;

/**
 * Loads the page again, in its new version, where there is one to be had: a page in the browser is worth more than none, as long as the connection is lost or the service starts anew.
 * Not where that has just been tried, nor where the browser keeps nothing by which that would be known.
 */
export async function renew() {
  if (Date.now() - Number(kept.read() ?? 0) <= atMostEvery) {
    return;
  }

  const answer = await fetch(root, { cache: "no-store", signal: AbortSignal.timeout(patience) }).catch(() => null);
  const now = String(Date.now());
  if (!answer?.ok) {
    return;
  }

  kept.write(now);
  if (kept.read() === now) {
    location.reload();
    await new Promise((resolve) => setTimeout(resolve, longestLeave));
  }
}

/** A tab that was open while a new version was deployed asks for parts that are no more. Where loading the page again does not help, the fault is shown instead. */
export function reloadForMissingPart() {
  renewal ??= renew().finally(() => {
    renewal = null;
  });
}
