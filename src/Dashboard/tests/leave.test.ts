import "./place";
import { afterEach, describe, expect, it, vi } from "vitest";
import "../src/api/client";
import { session } from "../src/api/session";
import { leave } from "../src/shell/leave";

/** A service that is asked, and does not answer. */
function silent() {
  const asked = vi.fn<(request: Request) => Promise<Response>>(() => new Promise(() => undefined));
  vi.stubGlobal("fetch", asked);
  return asked;
}

describe("signing out", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("forgets the session at once, and asks the service to with what was forgotten", async () => {
    const asked = silent();
    session.signIn("one-session");
    leave("session");
    expect(session.key).toBeNull();
    await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce());
    const request = asked.mock.calls[0]![0];
    expect([request.method, new URL(request.url).pathname, request.headers.get("Authorization")]).toEqual(["POST", "/2/0/caller/session/end", "Bearer one-session"]);
  });

  it("signs nobody out who has signed in meanwhile, whatever the service says of the session before", async () => {
    const asked = vi.fn(() => Promise.resolve(Response.json({ message: "No session." }, { status: 401 })));
    vi.stubGlobal("fetch", asked);
    session.signIn("one-session");
    leave("session");
    session.signIn("another");
    await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce());
    await new Promise((resolve) => setTimeout(resolve));
    expect(session.key).toBe("another");
    session.signOut();
  });

  it("asks nothing of the service where there is no session of its own", async () => {
    const asked = silent();
    session.signIn("a-key");
    leave("key");
    await new Promise((resolve) => setTimeout(resolve));
    expect([session.key, asked.mock.calls.length]).toEqual([null, 0]);
  });
});
