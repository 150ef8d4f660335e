import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { save } from "../src/common/save";

describe("a file that is handed over", () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it("has its address until a browser has surely begun to read it, and no longer", () => {
    const link = { href: "", download: "", click: vi.fn() };
    vi.stubGlobal("document", { createElement: () => link });
    vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:rows");
    const revoke = vi.spyOn(URL, "revokeObjectURL");
    save(new Blob(["Account\n"]), "rows.csv");
    expect([link.href, link.download, link.click.mock.calls.length]).toEqual(["blob:rows", "rows.csv", 1]);
    vi.advanceTimersByTime(10_000);
    expect(revoke).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(revoke).toHaveBeenCalledExactlyOnceWith("blob:rows");
  });
});
