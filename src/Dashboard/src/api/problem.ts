/** A fault of one field of a document, where the service says it. */
export interface FieldProblem {
  /** Such as `steps[1].dependsOn[0]`; empty for the document as a whole. */
  readonly path: string;
  readonly message: string;
}

/** An answer that refuses, or no answer. */
export class Problem extends Error {
  constructor(
    /** Of HTTP; 0 where there was no answer. */
    readonly status: number,
    message: string,
    readonly fields: readonly FieldProblem[] = [],
    /** Finds the request in the service's log; null where it did not get there. */
    readonly traceId: string | null = null,
    /** How long the service asks to wait, in ms; null where it does not. */
    readonly retryAfter: number | null = null,
    /** The whole answer; null where it is no JSON. */
    readonly answer: unknown = null,
  ) {
    super(message);
    this.name = "Problem";
  }

  /** Whether asking again may help, without anything changing here. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

interface Refusal {
  readonly message?: string;
  readonly errors?: readonly FieldProblem[];
  readonly traceId?: string;
}

/** In ms, of seconds or of a date (RFC 9110, 10.2.3); null where there is nothing to wait for. */
function waitOf(retryAfter: string | null): number | null {
  const wait = retryAfter === null ? 0 : /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return wait > 0 ? wait : null;
}

export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  let refusal: Refusal = {};
  try {
    refusal = JSON.parse(text) as Refusal;
  } catch {
    // A proxy's page, or nothing: the status has to do.
  }

  return new Problem(
    response.status,
    refusal.message ?? `The service answered ${response.status}${response.statusText ? ` (${response.statusText})` : ""} and no reason.`,
    refusal.errors ?? [],
    refusal.traceId ?? null,
    waitOf(response.headers.get("Retry-After")),
    refusal,
  );
}
