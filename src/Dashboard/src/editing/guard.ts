import { useEffect, useRef } from "react";

const words = "Leave this page? What you have changed here is not saved.";

/** The forms on the page whose edits are not saved. */
const edited = new Set<object>();

export const isAnythingEdited = () => edited.size > 0;

/** Asks before edits are thrown away. */
export const mayDrop = (isEdited: boolean, question = words) => !isEdited || window.confirm(question);

/**
 * Asks before a page with edits is left: by a link, Back or a closed tab. Closing has the browser's own words.
 * Returns what lets go of it, for who has saved and goes on.
 */
export function useGuard(isEdited: boolean): () => void {
  const isGuarded = useRef(false);
  useEffect(() => {
    isGuarded.current = isEdited;
    if (!isEdited) {
      return undefined;
    }

    edited.add(isGuarded);
    const atEnd = (event: BeforeUnloadEvent) => {
      if (isGuarded.current) {
        event.preventDefault();
      }
    };
    // What leaves the document altogether is asked about above. A place within the same address, as a chosen step, leaves nothing.
    const within = (event: NavigateEvent) => {
      const { url, sameDocument } = event.destination;
      if (isGuarded.current && event.cancelable && sameDocument && new URL(url).pathname !== location.pathname && !mayDrop(true)) {
        event.preventDefault();
      }
    };
    window.addEventListener("beforeunload", atEnd);
    // A browser without it asks only when the tab is closed.
    window.navigation?.addEventListener("navigate", within);
    return () => {
      edited.delete(isGuarded);
      window.removeEventListener("beforeunload", atEnd);
      window.navigation?.removeEventListener("navigate", within);
    };
  }, [isEdited]);
  return () => {
    isGuarded.current = false;
    edited.delete(isGuarded);
  };
}
