// What every browser test starts from: `import { expect, test } from "../fixtures"`.
//
// `app` is the real program with a data folder of its own, one per Playwright worker.
// `workspace` is a new, confirmed workspace whose owner is signed in to the test's `page`.
// `desk` is that workspace with funds and a number: it can text.
import { test as base } from "@playwright/test";

import { App } from "./fixtures/app";
import { Desk } from "./fixtures/desk";
import { createWorkspace, type Workspace } from "./fixtures/workspace";

export { expect } from "@playwright/test";
export { expectAccessible } from "./fixtures/accessible";
export { call } from "./fixtures/operations";
export { loseAnswer } from "./fixtures/network";
export { addAgent, type Colleague, colleague } from "./fixtures/colleague";
export { addFunds, formatted, makeToken, manyLeads, newPhone, rent } from "./fixtures/desk";
export * from "./fixtures/conversations";
export * from "./fixtures/groups";
export * from "./fixtures/screens";
export * from "./fixtures/workflows";
export type { App, Desk, Workspace };

interface TestFixtures {
  workspace: Workspace;
  desk: Desk;
  programLog: void;
}

export const test = base.extend<TestFixtures, { app: App }>({
  app: [
    async ({}, use) => {
      const app = await App.start();
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],

  baseURL: async ({ app }, use) => {
    await use(app.baseURL);
  },

  workspace: async ({ app, context }, use) => {
    const workspace = await createWorkspace(app, context.request);
    await workspace.signIn(context);
    await use(workspace);
  },

  desk: async ({ workspace }, use) => {
    await use(await Desk.open(workspace));
  },

  // What the program wrote goes beside the screenshot of a test that failed.
  programLog: [
    async ({ app }, use, testInfo) => {
      await use();
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach("copperline.log", { path: app.logFile, contentType: "text/plain" });
      }
    },
    { auto: true },
  ],
});
