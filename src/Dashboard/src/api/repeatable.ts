import { useState } from "react";
import { Problem } from "./problem";

/** In an insecure context, as a host in the own network, there is no `randomUUID`. */
export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The service has said no: nothing was done, and it says the same again under this key. Any other error leaves open what was done. */
export const isRefused = (error: unknown) => error instanceof Problem && !error.isPassing && error.status < 500 && !(error.status === 409 && error.retryAfter !== null);

/** Orders of one form or dialog, as long as it is open. */
export interface Repeatable {
  /** Gives an order with the key that stands for it, its `Idempotency-Key`. */
  give: <T>(order: unknown, act: (key: string) => Promise<T>) => Promise<T>;
  /** Forgets what was not answered: what is given from now on is something new. */
  renew: () => void;
}

/**
 * The same order that is given again because its answer was lost has the same key, so that the service does it once, and answers as it did before. One that was answered, or is another, has a key of
 * its own.
 */
export function repeatable(): Repeatable {
  let open: { readonly order: string; readonly key: string } | null = null;
  return {
    async give(order, act) {
      const text = JSON.stringify(order);
      const { key } = (open = open?.order === text ? open : { order: text, key: newKey() });
      try {
        const answer = await act(key);
        open = null;
        return answer;
      } catch (error) {
        if (isRefused(error)) {
          open = null;
        }

        throw error;
      }
    },
    renew() {
      open = null;
    },
  };
}

export const useRepeatable = () => useState(repeatable)[0];
