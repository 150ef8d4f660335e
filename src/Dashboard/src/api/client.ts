import { QueryClient, focusManager } from "@tanstack/react-query";
import { client } from "./generated/client.gen";
import { Problem } from "./problem";
import { root } from "./root";
import { session } from "./session";
import { forgetAnswers, transport } from "./transport";

client.setConfig({ baseUrl: root.href.replace(/\/$/, ""), fetch: transport as typeof fetch, throwOnError: true, responseStyle: "fields" });

// Hidden is what the browser says of the tab, not whether it has the keyboard: a page beside another window is still looked at.
focusManager.setEventListener((handle) => {
  const listener = () => handle(document.visibilityState === "visible");
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
});

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: true,
      refetchOnReconnect: true,
      refetchIntervalInBackground: false,
      networkMode: "always",
      // Polls go on by themselves; a fault is shown at once, and asked about again with the next one.
      retry: (count, error) => error instanceof Problem && error.isPassing && error.status !== 0 && count < 2,
      retryDelay: (count, error) => (error instanceof Problem && error.retryAfter) || 1000 * 2 ** count,
    },
    mutations: { networkMode: "always", retry: false },
  },
});

// Whoever ended it, and for whatever reason: what was read with one credential is nothing that the next one may see.
session.onChange(() => {
  forgetAnswers();
  queries.clear();
});
