/** What a browser keeps for this page. One that keeps nothing, because it must not or has no room, is as good as empty: the page works, and forgets. */
export function keeper(storage: "localStorage" | "sessionStorage", name: string) {
  return {
    read(): string | null {
      try {
        return window[storage].getItem(name);
      } catch {
        return null;
      }
    },
    /** Null forgets. */
    write(value: string | null) {
      try {
        if (value === null) {
          window[storage].removeItem(name);
        } else {
          window[storage].setItem(name, value);
        }
      } catch {
        // What it does not keep is asked for again next time.
      }
    },
  };
}
