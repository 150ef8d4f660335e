/** A query with one value set; one that is what stands for its absence is left out, so that an address says no more than it must. */
export function withValue(query: URLSearchParams, name: string, value: string, absent: string): URLSearchParams {
  const after = new URLSearchParams(query);
  if (value === absent) {
    after.delete(name);
  } else {
    after.set(name, value);
  }

  return after;
}

/** What a list of chosen words reads as in an address, in the order of all that can be chosen; one that cannot is none. */
export const chosenOf = <T extends string>(text: string, all: readonly T[]): readonly T[] => {
  const words = text.split(",");
  return all.filter((one) => words.includes(one));
};

/** The list with one word more or less, as it stands in an address. */
export const withChosen = <T extends string>(text: string, all: readonly T[], word: T, isChosen: boolean): string => {
  const chosen = chosenOf(text, all);
  return all.filter((one) => (one === word ? isChosen : chosen.includes(one))).join(",");
};
