import type { Page } from "../api/model";

/**
 * The rows that are known, by their place in the list. Pages are read at different moments: in a list that has grown meanwhile, one row is on two of them. It stands once, where the first page has
 * it; its other place is not known until that page is read again.
 */
export function placed<T>(pages: readonly { readonly number: number; readonly page: Page<T> | undefined }[], pageSize: number, keyOf: (item: T) => string): ReadonlyMap<number, T> {
  const rows = new Map<number, T>();
  const keys = new Set<string>();
  for (const { number, page } of pages) {
    page?.items.forEach((item, at) => {
      const key = keyOf(item);
      if (!keys.has(key)) {
        keys.add(key);
        rows.set(number * pageSize + at, item);
      }
    });
  }

  return rows;
}
