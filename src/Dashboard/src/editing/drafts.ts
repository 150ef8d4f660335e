import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useSigned } from "../shell/caller";

/** Edits of a document, as they stood when they were last touched. */
interface Draft {
  /** Who wrote it; for nobody else it is there. */
  readonly of: string;
  readonly document: unknown;
  /** The JSON as it was written, where that was what was edited; null for the form. */
  readonly text: string | null;
  /** The version that was edited, so that what others have changed since is not written over; null for a new document. */
  readonly tag: string | null;
}

const kept = new Map<string, Draft>();

/**
 * Edits by the address of their editor, in the tab's memory alone: a session or a key ends without asking, and what was typed is there again once the same person has signed in anew.
 * They go when they are saved, when their page is left, and when somebody signs out.
 */
export const drafts = {
  keep(place: string, draft: Draft) {
    kept.set(place, draft);
  },
  drop(place: string) {
    kept.delete(place);
  },
  dropAll() {
    kept.clear();
  },
};

/** What the caller had written here when they were signed out; null where there is nothing of that. */
export function useDraft(): Draft | null {
  const [place] = useLocation();
  const { caller } = useSigned();
  const [draft] = useState(() => kept.get(place));
  return draft?.of === caller.name ? draft : null;
}

/** Keeps what is edited at this address until the page is left. Who saves it or throws it away without leaving drops it by what is returned. */
export function useKeptDraft(isEdited: boolean, document: unknown, text: string | null, tag: string | null): () => void {
  const [place] = useLocation();
  const { caller } = useSigned();
  useEffect(() => {
    if (isEdited) {
      drafts.keep(place, { of: caller.name, document, text, tag });
    }
  }, [isEdited, place, caller.name, document, text, tag]);
  useEffect(() => {
    const { pathname } = window.location;
    return () => {
      // Who goes elsewhere has been asked. Who is signed out stays at the address.
      if (window.location.pathname !== pathname) {
        drafts.drop(place);
      }
    };
  }, [place]);
  return () => drafts.drop(place);
}
