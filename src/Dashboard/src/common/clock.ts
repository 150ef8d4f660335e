/** A clock that follows another, by what is heard of that one. */
export function clockBy(own: () => number) {
  /** By how much the other is ahead of the own one, in ms. */
  let ahead = 0;
  return {
    /** In ms since 1970. */
    now: () => own() + ahead,
    /**
     * What was answered between two moments of the own clock says that it was this time by the other one, to the second. No more is believed than that: as long as what is known may be right, it
     * stays, and times do not jump to and fro.
     */
    hear(date: string | null, asked: number, answered: number) {
      const at = date === null ? Number.NaN : Date.parse(date);
      if (!Number.isNaN(at) && answered >= asked) {
        ahead = Math.min(Math.max(ahead, at - answered), at + 1_000 - asked);
      }
    },
  };
}

/** The service's, as far as its answers say. What it tells of the past and the future is by that one, however wrong the viewer's is. */
export const serviceClock = clockBy(() => Date.now());
