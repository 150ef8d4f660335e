import { defineConfig } from "@hey-api/openapi-ts";

export default defineConfig({
  input: "./api/openapi.json",
  output: { path: "src/api/generated", postProcess: [] },
  plugins: ["@hey-api/typescript", "@hey-api/sdk", { name: "@hey-api/client-fetch", baseUrl: false }],
});
