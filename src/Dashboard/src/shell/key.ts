import { Problem } from "../api/problem";
import { root } from "../api/root";
import { transport } from "../api/transport";

/** Asks the service whether it knows a key, which is not kept before. Throws a `Problem` with what to say where it does not, or does not answer. */
export async function tryKey(key: string) {
  try {
    await transport(new URL("2/0/version", root), { headers: { Authorization: `Bearer ${key}` } });
  } catch (error) {
    if (!(error instanceof Problem) || error.status === 0) {
      throw error;
    }

    throw new Problem(error.status, error.status === 401 ? "The service does not know this key." : `The service answered ${error.status}. Try again in a moment.`);
  }
}
