import { useState } from "react";

/** What a query said last against what has no answer yet. It forgets its fault whenever it asks again; what is shown because of one must not come and go with that. */
export function useLastFault({ data, error }: { readonly data: unknown; readonly error: Error | null }): Error | null {
  const [last, setLast] = useState<Error | null>(null);
  const fault = data === undefined ? (error ?? last) : error;
  if (fault !== last) {
    setLast(fault);
  }

  return fault;
}
