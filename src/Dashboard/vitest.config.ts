import { defineConfig } from "vitest/config";

// What is pure is tested here, in Node alone; what is drawn is tested in a browser, by tests/FlowFunctions.Dashboard.Tests.
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
    pool: "threads",
    maxWorkers: 1,
    // A browser's own zone, which no test may depend on: one with daylight saving, away from where tests are usually run.
    env: { TZ: "America/St_Johns" },
  },
});
