import { useEffect } from "react";

/** Of the tab and of the history. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Flow Functions`;
  }, [title]);
}
