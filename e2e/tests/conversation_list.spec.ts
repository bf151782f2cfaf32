// A long list of conversations: what is drawn of it, where it stays, and how one gets about in it.
import type { Locator, Page } from "@playwright/test";

import {
  conversation,
  expect,
  leadName,
  leadPhone,
  manyConversations,
  newPhone,
  row,
  rows,
  tab,
  test,
} from "../fixtures";

/** Rows that may be drawn at once: those in view, a few around them, and the one with the focus. */
const MOST_DRAWN = 60;

function scroller(page: Page): Locator {
  return page.locator(".inbox-list .windowed");
}

function lead(page: Page, n: number): Locator {
  return row(page, leadName(n));
}

function bubble(page: Page, n: number): Locator {
  return page.getByRole("checkbox", { name: `Select ${leadName(n)}` });
}

function heading(page: Page): Locator {
  return conversation(page).getByRole("heading", { level: 2 });
}

/** Scrolls to the end of what is loaded, again and again, until a conversation is loaded that stands there. */
async function loadTo(page: Page, n: number): Promise<void> {
  await expect(async () => {
    await scroller(page).evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect(lead(page, n)).toBeVisible({ timeout: 150 });
  }).toPass({ intervals: [50], timeout: 60_000 });
}

/** Scrolls until a row stands at the top, by a quarter out of view. */
async function scrollTo(page: Page, n: number): Promise<void> {
  await scroller(page).evaluate((element, n) => {
    const first = element.querySelector("[role=listitem]");
    element.scrollTo(0, (n - 0.75) * (first?.getBoundingClientRect().height ?? 0));
  }, n);
  await expect(lead(page, n)).toBeVisible();
}

async function top(of: Locator): Promise<number | undefined> {
  return (await of.boundingBox())?.y;
}

test("C1 of a long list only the rows in view are drawn, and every one can be reached and opened", async ({ app, page, workspace }) => {
  test.setTimeout(120_000);
  await manyConversations(app, workspace, 2_000);
  await page.goto("/conversations/all");
  await expect(rows(page).first()).toContainText(leadName(1));
  expect(await rows(page).count()).toBeLessThan(MOST_DRAWN);

  await loadTo(page, 2_000);
  expect(await rows(page).count()).toBeLessThan(MOST_DRAWN);
  const last = page.getByRole("listitem").filter({ hasText: leadName(2_000) });
  await expect(last).toHaveAttribute("aria-posinset", "2000");
  await expect(last).toHaveAttribute("aria-setsize", "2000");

  await lead(page, 1_998).click();
  await expect(heading(page)).toHaveText(leadName(1_998));
  await expect(lead(page, 1_998)).toHaveAttribute("aria-current", "true");
  await scroller(page).evaluate((element) => element.scrollTo(0, 0));
  await expect(lead(page, 1)).toBeInViewport();
  expect(await rows(page).count()).toBeLessThan(MOST_DRAWN);
  await scrollTo(page, 1_000);
  await expect(lead(page, 1_001)).toBeInViewport();
  await loadTo(page, 2_000);
  await expect(lead(page, 1_998)).toHaveAttribute("aria-current", "true");
});

test("C1 what comes in moves nothing that is read further down, and stands on top", async ({ app, page, desk, workspace }) => {
  await manyConversations(app, workspace, 200);
  await page.goto("/");
  await expect(lead(page, 1)).toBeVisible();
  await loadTo(page, 200);
  await scrollTo(page, 100);
  const before = await top(lead(page, 100));
  expect(before).toBeDefined();

  // One from below, one that nobody knew, one from above, and one that is in view itself.
  const stranger = newPhone();
  const phones = [leadPhone(180), stranger, leadPhone(5), leadPhone(101)];
  for (const [at, phone] of phones.entries()) {
    await desk.handset(phone).sends("Is anybody there?");
    await expect(page).toHaveTitle(new RegExp(`^\\(${at + 1}\\)`));
    expect(await top(lead(page, 100))).toBe(before);
  }

  await scroller(page).evaluate((element) => element.scrollTo(0, 0));
  await expect(rows(page).first()).toContainText(leadName(101));
  await expect(rows(page).nth(1)).toContainText(leadName(5));
  await expect(rows(page).nth(3)).toContainText(leadName(180));
  // At the head one sees what comes in.
  await desk.handset(leadPhone(150)).sends("And me?");
  await expect(rows(page).first()).toContainText(leadName(150));
  await expect(lead(page, 150)).toBeInViewport();
});

test("C19 the arrows and j lead to rows that are not drawn yet, and scrolling leaves the focus with its row", async ({ app, page, workspace }) => {
  await manyConversations(app, workspace, 120);
  await page.goto("/");
  await lead(page, 1).focus();
  for (let at = 0; at < 45; at++) await page.keyboard.press("ArrowDown");
  await expect(lead(page, 46)).toBeFocused();
  await expect(lead(page, 46)).toBeInViewport();
  await page.keyboard.press("Home");
  await expect(lead(page, 1)).toBeFocused();
  await expect(lead(page, 1)).toBeInViewport();
  await loadTo(page, 120);
  await expect(lead(page, 1)).toBeFocused();
  await expect(lead(page, 1)).not.toBeInViewport();
  // The Tab key comes back to it, too.
  await page.keyboard.press("Shift+Tab");
  await expect(bubble(page, 1)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(lead(page, 1)).toBeFocused();
  await page.keyboard.press("End");
  await expect(lead(page, 120)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(lead(page, 119)).toBeFocused();

  for (let at = 1; at <= 25; at++) {
    await page.keyboard.press("j");
    await expect(heading(page)).toHaveText(leadName(at));
  }
  await expect(lead(page, 25)).toBeFocused();
  await expect(lead(page, 25)).toBeInViewport();
  await page.keyboard.press("k");
  await expect(heading(page)).toHaveText(leadName(24));
  await expect(lead(page, 24)).toBeFocused();
});

test("C6 a range is selected across rows that are not drawn", async ({ app, page, workspace }) => {
  await manyConversations(app, workspace, 120);
  await page.goto("/");
  await bubble(page, 3).click();
  await loadTo(page, 120);
  await bubble(page, 118).click({ modifiers: ["Shift"] });
  await expect(page.getByText("116 selected")).toBeVisible();
  await scrollTo(page, 60);
  await expect(bubble(page, 61)).toBeChecked();
});

test("C19 a row that leaves hands the focus to the one that comes to stand in its place", async ({ app, page, workspace }) => {
  await manyConversations(app, workspace, 60);
  await page.goto("/");
  await expect(lead(page, 1)).toBeVisible();
  for (const at of [1, 2, 3]) {
    await page.keyboard.press("j");
    await expect(heading(page)).toHaveText(leadName(at));
  }
  await expect(lead(page, 3)).toBeFocused();
  await page.keyboard.press("e");
  await expect(lead(page, 3)).toHaveCount(0);
  await expect(lead(page, 4)).toBeFocused();
});

test("C19 on a phone a row far down is there again, with the focus, after its conversation", async ({ app, page, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await manyConversations(app, workspace, 200);
  await page.goto("/");
  await expect(lead(page, 1)).toBeVisible();
  await loadTo(page, 200);
  await scrollTo(page, 150);
  const before = await top(lead(page, 153));
  await lead(page, 153).click();
  await expect(heading(page)).toHaveText(leadName(153));
  await conversation(page).getByRole("link", { name: "Back" }).click();
  await expect(lead(page, 153)).toBeFocused();
  expect(await top(lead(page, 153))).toBe(before);
});

test("C2 the tabs fit beside each other however much they count, and tell the exact count", async ({ page, workspace }) => {
  let count = 1_462;
  await page.route(/\/conversations\/(start|counts)\b/, async (route) => {
    const answer = await route.fetch();
    const json = await answer.json();
    const many = { all: count, hot: count, recents: count };
    if ("counts" in json) Object.assign(json.counts, many);
    else Object.assign(json, many);
    await route.fulfill({ response: answer, json });
  });
  const lists = page.getByRole("navigation", { name: "Lists" });
  for (const [wanted, short, exact] of [[1_462, "1.4k", "1,462"], [10_000, "10k+", "10,000+"]] as const) {
    count = wanted;
    for (const width of [1440, 1280, 1000, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const name of ["all", "hot", "recents"]) {
        await page.goto(`/conversations/${name}`);
        await expect(tab(page, "Recents")).toContainText(short);
        const beyond = await lists.evaluate((nav) => nav.scrollWidth - nav.clientWidth);
        expect(beyond, `${short} at ${width} pixels in ${name}`).toBe(0);
        await expect(page.getByRole("button", { name: "More lists" })).toBeInViewport({ ratio: 1 });
      }
    }
    await expect(tab(page, "Recents").getByTitle(exact)).toBeVisible();
    await expect(tab(page, "Recents")).toHaveAccessibleName(new RegExp(`^Recents\\s*${exact.replace("+", "\\+")}$`));
  }
});
