import { useQueries } from "@tanstack/react-query";
import { flexRender, getCoreRowModel, useReactTable, type ColumnDef, type RowData } from "@tanstack/react-table";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { Page } from "../api/model";
import { pauseAfter } from "./live";
import { Fault, Loading } from "./Notices";
import { placed } from "./rows";

declare module "@tanstack/react-table" {
  interface ColumnMeta<TData extends RowData, TValue> {
    /** Left out on narrow screens. */
    readonly isExtra?: boolean;
    readonly isNumber?: boolean;
    /** What the service sorts by; absent where it does not. */
    readonly sort?: string;
    readonly width?: string;
    readonly never?: TData | TValue;
  }
}

const pageSize = 100;
const rowHeight = 44;

/** A list that the service pages. */
export interface Paged<T> {
  /** All that the list depends on. */
  readonly queryKey: readonly unknown[];
  readonly read: (offset: number, limit: number, signal: AbortSignal) => Promise<Page<T>>;
}

/** One of its pages, from 0. */
export const pageQuery = <T,>({ queryKey, read }: Paged<T>, number: number) => ({
  queryKey: [...queryKey, "page", number],
  queryFn: ({ signal }: { signal: AbortSignal }) => read(number * pageSize, pageSize, signal),
});

/**
 * A list of any length: the service pages, sorts and filters it; only the rows that are seen are in the document, and only their pages are asked for. It scrolls with the window,
 * so a refresh does not lose the place.
 */
export function PagedTable<T>({ queryKey, path, read, columns, label, what, empty, isLive, sortBy, onSort, rowKey }: Paged<T> & {
  /** Of the service, by which its answer time is known. */
  path: string;
  columns: ColumnDef<T, unknown>[];
  label: string;
  what: string;
  empty: ReactNode;
  isLive: (items: readonly T[]) => boolean;
  sortBy?: string | undefined;
  onSort?: (sortBy: string) => void;
  /** The same function with each render. */
  rowKey: (item: T) => string;
}) {
  const [seen, setSeen] = useState<readonly number[]>([0]);
  const pages = useQueries({
    queries: seen.map((number) => ({
      ...pageQuery({ queryKey, read }, number),
      refetchInterval: (query: Parameters<typeof pauseAfter>[0] & { state: { data?: Page<T> | undefined } }) => pauseAfter(query, isLive(query.state.data?.items ?? []), path),
    })),
  });
  const list = JSON.stringify(queryKey);
  const known = useMemo(() => placed(seen.map((number, index) => ({ number, page: pages[index]?.data })), pageSize, rowKey), [pages, seen, rowKey]);
  const newest = pages.reduce<(typeof pages)[number] | null>((best, page) => (page.data && page.dataUpdatedAt > (best?.dataUpdatedAt ?? 0) ? page : best), null)?.data;

  // While no page that is asked for is there, after a jump, a search or another order, what was shown last stays: the table is not taken away under the hands of who uses it.
  const last = useRef<Shown<T> | null>(null);
  const before = last.current;
  const shown = newest ? { list, total: newest.total, rows: known } : before && (before.list === list || before.total > 0) ? { ...before, rows: before.list === list ? known : before.rows } : null;
  useEffect(() => {
    if (newest) {
      last.current = { list, total: newest.total, rows: known };
    }
  }, [list, newest, known]);
  const total = shown?.total ?? 0;
  const rows = shown?.rows ?? known;
  const isOld = shown !== null && shown.list !== list;

  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  const isShown = total > 0;
  useLayoutEffect(() => {
    if (isShown) {
      setTop((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    }
  }, [isShown]);
  const virtual = useWindowVirtualizer({ count: total, estimateSize: () => rowHeight, overscan: 12, scrollMargin: top });
  const items = virtual.getVirtualItems();
  const from = Math.floor((items[0]?.index ?? 0) / pageSize);
  const to = Math.floor((items.at(-1)?.index ?? 0) / pageSize);
  useLayoutEffect(() => {
    setSeen(Array.from({ length: to - from + 1 }, (_, index) => from + index));
  }, [from, to]);

  const present = useMemo(() => [...rows.values()], [rows]);
  // The service sorts and pages. Without the last two, each refresh would set a page that is not there, which renders again, which sets it again.
  const table = useReactTable({ data: present, columns, getCoreRowModel: getCoreRowModel(), getRowId: rowKey, manualSorting: true, manualPagination: true, autoResetAll: false });
  const byKey = new Map(table.getRowModel().rows.map((row) => [row.id, row]));

  const fault = pages.find((page) => page.error && !page.data)?.error;
  const said = fault && <Fault error={fault} what={`${what} could not be loaded.`} retry={() => Promise.all(pages.map((page) => page.refetch()))} />;
  if (said && (shown === null || isOld)) {
    return said;
  }

  if (shown === null) {
    return <Loading what={what.toLowerCase()} />;
  }

  if (total === 0) {
    return <>{empty}</>;
  }

  const above = items[0] ? items[0].start - top : 0;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? top) - top);
  const span = table.getAllLeafColumns().length;
  return (
    <>
      {said}
      <table className="table table-fixed" aria-label={label} aria-rowcount={total + 1} aria-busy={isOld || undefined}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header) => {
                const { sort, isExtra, isNumber, width } = header.column.columnDef.meta ?? {};
                const isUp = sortBy === sort;
                const isDown = sortBy === `-${sort}`;
                const text = flexRender(header.column.columnDef.header, header.getContext());
                return (
                  <th
                    key={header.id}
                    scope="col"
                    className={`${isExtra ? "extra" : ""}${isNumber ? " number-column" : ""}`}
                    style={width ? { width } : undefined}
                    aria-sort={sort && (isUp || isDown) ? (isUp ? "ascending" : "descending") : undefined}
                  >
                    {sort && onSort
                      ? <button type="button" className="sort" onClick={() => onSort(isUp ? `-${sort}` : sort)}>{text}<span aria-hidden="true">{isUp ? " ↑" : isDown ? " ↓" : ""}</span></button>
                      : text}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody ref={body}>
          {above > 0 && <tr aria-hidden="true" className="spacer"><td colSpan={span} style={{ height: above }} /></tr>}
          {items.map((item) => {
            const value = rows.get(item.index);
            const row = value === undefined ? undefined : byKey.get(rowKey(value));
            return (
              <tr key={value === undefined ? `unknown-${item.index}` : rowKey(value)} aria-rowindex={item.index + 2} style={{ height: rowHeight }}>
                {row
                  ? row.getVisibleCells().map((cell) => (
                    <td key={cell.id} className={`${cell.column.columnDef.meta?.isExtra ? "extra" : ""}${cell.column.columnDef.meta?.isNumber ? " number-column" : ""}`}>
                      {flexRender(cell.column.columnDef.cell, cell.getContext())}
                    </td>
                  ))
                  : <td colSpan={span} className="quiet">Loading…</td>}
              </tr>
            );
          })}
          {after > 0 && <tr aria-hidden="true" className="spacer"><td colSpan={span} style={{ height: after }} /></tr>}
        </tbody>
      </table>
    </>
  );
}

/** What was answered for a list. */
interface Shown<T> {
  readonly list: string;
  readonly total: number;
  /** By their place in the list; not all of them. */
  readonly rows: ReadonlyMap<number, T>;
}
