import { serviceClock } from "../common/clock";
import { Problem, problemOf } from "./problem";
import { pathOf } from "./root";
import { session } from "./session";

interface Known {
  readonly tag: string;
  readonly body: string;
}

/** Answers that the service need not send again: by address, with their tags. As many as a person looks at, not all that a day brings. */
const known = new Map<string, Known>();
const mostKnown = 200;

/** How long the last answer to each path of the API took, in ms: who polls goes by it. */
const times = new Map<string, number>();

/** An answer that takes longer is none, in ms. A file may take longer once it has begun. */
export const patience = 30_000;

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

const isJson = (response: Response) => response.headers.get("Content-Type")?.startsWith("application/json") ?? false;

/** Does what asks the service or reads what it sends: what it does not send is one kind of error, unless the page itself wants it no more. */
async function heard<T>(request: Request, work: () => Promise<T>, lost: string): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (request.signal.aborted) {
      throw error;
    }

    throw new Problem(0, error instanceof DOMException && error.name === "TimeoutError" ? "The service does not answer." : lost);
  }
}

/** What has no body, though a browser may give it an empty one, with which no answer of such a status can be made. */
const bodiless = new Set([204, 205, 304]);

/** The answer with all of its body: a connection that is lost on the way is said here, and not where the body is used. */
async function whole(response: Response): Promise<Response> {
  return response.body === null || bodiless.has(response.status) ? response : new Response(isJson(response) ? await response.text() : await response.blob(), response);
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

  // Who gives a credential of their own means that one, whose end is not the end of the session here.
  const key = request.headers.has("Authorization") ? undefined : session.key;
  if (key) {
    request.headers.set("Authorization", `Bearer ${key}`);
  }

  const since = performance.now();
  const asked = Date.now();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new DOMException("", "TimeoutError")), patience);
  try {
    const head = await heard(request, () => fetch(request, { signal: AbortSignal.any([request.signal, limit.signal]), cache: "no-store", redirect: "error" }), "The service cannot be reached.");
    times.set(pathOf(address), performance.now() - since);
    serviceClock.hear(head.headers.get("Date"), asked, Date.now());
    if (head.ok && !isJson(head)) {
      clearTimeout(timer);
    }

    return await judged(request, await heard(request, () => whole(head), "The connection was lost before all of the answer had come."), key, held);
  } finally {
    clearTimeout(timer);
  }
}

/** What an answer means: the one before, a refusal, or something new that is remembered. */
async function judged(request: Request, response: Response, key: string | null | undefined, held: Known | undefined): Promise<Response> {
  if (response.status === 304 && held) {
    return new Response(held.body, { status: 200, headers: { "Content-Type": "application/json", ETag: held.tag } });
  }

  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status === 401 && session.key === key && (key !== null || session.isAdmitted)) {
      session.signOut(key === null
        ? "Your sign-in has ended. Sign in again."
        : "You are not signed in any more: the session has ended, or the key is not valid now. Sign in again, and go on where you were.");
    }

    throw problem;
  }

  const tag = response.headers.get("ETag");
  if (request.method === "GET" && tag && session.key === key && isJson(response)) {
    const body = await response.text();
    remember(request.url, tag, body);
    return new Response(body, { status: 200, headers: response.headers });
  }

  return response;
}
