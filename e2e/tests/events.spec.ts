// Live updates over all tabs of a browser.
import type { Page } from "@playwright/test";

import { expect, row, test } from "../fixtures";

test("ten tabs of one browser share one stream, and another tab goes on when the first closes", async ({ page, desk, context }) => {
  test.setTimeout(180_000);
  const streams: Page[] = [];
  context.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/v1/events") streams.push(request.frame().page());
  });
  const { handset } = await desk.maya();
  const tabs = [page];
  while (tabs.length < 10) tabs.push(await context.newPage());
  for (const one of tabs) {
    await one.goto("/");
    await expect(row(one, "Maya Robinson")).toBeVisible();
  }
  await handset.sends("All of you");
  for (const one of tabs) await expect(row(one, "Maya Robinson")).toContainText("All of you");
  expect(streams).toHaveLength(1);

  const [leader] = streams;
  await leader!.close();
  const left = tabs.filter((one) => one !== leader);
  await handset.sends("Those who are left");
  for (const one of left) await expect(row(one, "Maya Robinson")).toContainText("Those who are left");
  expect(streams).toHaveLength(2);
});

test("a tab that was cut off misses nothing once it is back", async ({ page, desk, context }) => {
  const { handset } = await desk.maya();
  await page.goto("/");
  await expect(row(page, "Maya Robinson")).toBeVisible();
  await context.setOffline(true);
  await handset.sends("While you were away");
  await context.setOffline(false);
  await expect(row(page, "Maya Robinson")).toContainText("While you were away", { timeout: 20_000 });
});

test("of a stream that broke nothing stays behind", async ({ page, desk, context }) => {
  await page.addInitScript(() => {
    const listeners = { added: 0, removed: 0 };
    Object.assign(window, { listeners });
    for (const [name, counts] of [["addEventListener", "added"], ["removeEventListener", "removed"]] as const) {
      const original = EventTarget.prototype[name];
      Object.defineProperty(EventSource.prototype, name, {
        value(this: EventSource, ...args: unknown[]) {
          listeners[counts]++;
          Reflect.apply(original, this, args);
        },
      });
    }
  });
  const listeners = () =>
    page.evaluate(() => (window as unknown as { listeners: { added: number; removed: number } }).listeners);
  const { handset } = await desk.maya();
  await context.route("**/api/v1/events*", (route) => route.abort(), { times: 3 });
  await page.goto("/");
  await handset.sends("The fourth time it works");
  await expect(row(page, "Maya Robinson")).toContainText("The fourth time it works");
  await expect.poll(async () => (await listeners()).added).toBe(20);
  expect(await listeners()).toEqual({ added: 20, removed: 15 });
});
