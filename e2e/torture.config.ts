// The torture: one long test under load and kills, apart from the browser tests. Needs no browser.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "torture",
  outputDir: "test-results/torture",
  workers: 1,
  timeout: 300_000,
  reporter: "list",
});
