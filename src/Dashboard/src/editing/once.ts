/** Of queries whose answer a form starts from: read when it opens, and not again under the hands of who edits. */
export const readOnce = { refetchOnWindowFocus: false, refetchOnReconnect: false, staleTime: Infinity, gcTime: 0 } as const;
