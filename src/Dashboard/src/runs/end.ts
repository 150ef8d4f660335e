/** What is kept of a run besides is written after its end: so long after that, in ms, it is read once more. */
export const lastRead = 3_000;

/** The answer by which a run's end was first seen, by its number, for each query. */
const ends = new WeakMap<object, number>();

/** Of a query whose answer has ended: whether its end is still to be read once more. */
export function isToBeReadAgain(query: { readonly state: { readonly dataUpdateCount: number } }): boolean {
  const { dataUpdateCount } = query.state;
  if (!ends.has(query)) {
    ends.set(query, dataUpdateCount);
  }

  return ends.get(query) === dataUpdateCount;
}
