import { Problem, problemOf } from "./problem";
import { pathOf } from "./root";
import { session } from "./session";

/** Answers that the service need not send again: by address, with their tags. As many as a person looks at, not all that a day brings. */
const known = new Map<string, { tag: string; body: string }>();
const mostKnown = 200;

/** How long the last answer to each path of the API took, in ms: who polls goes by it. */
const times = new Map<string, number>();

/** An answer that takes longer is none. */
const patience = 30_000;

export const answerTimeOf = (path: string) => times.get(path) ?? 0;

export function forgetAnswers() {
  known.clear();
  times.clear();
}

function remember(address: string, tag: string, body: string) {
  known.delete(address);
  known.set(address, { tag, body });
  if (known.size > mostKnown) {
    known.delete(known.keys().next().value!);
  }
}

/**
 * `fetch` with the credential, the tags of what is known, and one kind of error. What is read is asked for with the tag of the answer before, and an answer that says it is the
 * same is that one again.
 */
export async function transport(input: Request | URL | string, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const address = request.url;
  const held = request.method === "GET" ? known.get(address) : undefined;
  if (held) {
    request.headers.set("If-None-Match", held.tag);
  }

  const key = session.key;
  if (key) {
    request.headers.set("Authorization", `Bearer ${key}`);
  }

  const since = performance.now();
  let response: Response;
  try {
    response = await fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(patience)]), cache: "no-store", redirect: "error" });
  } catch (error) {
    if (request.signal.aborted) {
      throw error;
    }

    throw new Problem(0, error instanceof DOMException && error.name === "TimeoutError" ? "The service does not answer." : "The service cannot be reached.");
  }

  times.set(pathOf(address), performance.now() - since);
  if (response.status === 304 && held) {
    return new Response(held.body, { status: 200, headers: { "Content-Type": "application/json", ETag: held.tag } });
  }

  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status === 401 && session.key === key && (key !== null || session.isAdmitted)) {
      session.signOut(key === null ? "Your sign-in has ended. Sign in again." : "The key is not valid any more. Sign in again.");
    }

    throw problem;
  }

  const tag = response.headers.get("ETag");
  if (request.method === "GET" && tag && session.key === key && response.headers.get("Content-Type")?.startsWith("application/json")) {
    const body = await response.text();
    remember(address, tag, body);
    return new Response(body, { status: 200, headers: response.headers });
  }

  return response;
}
