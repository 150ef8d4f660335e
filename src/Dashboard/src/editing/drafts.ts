import { useState } from "react";
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
