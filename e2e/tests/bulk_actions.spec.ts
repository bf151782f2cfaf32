// What is done to many conversations at once.
import type { Page } from "@playwright/test";

import { choose, expect, manyLeads, newPhone, notice, row, rows, tab, test, type Desk, type Workspace } from "../fixtures";

const NAMES = ["Ada", "Ben", "Cleo", "Dan", "Eve"];

/** Five conversations, Eve's on top. */
async function five(desk: Desk) {
  const leads = [];
  for (const name of NAMES) leads.push(await desk.lead({ phone: newPhone(), first_name: name, last_name: "Lee" }));
  return leads;
}

function bubble(page: Page, name: string) {
  return page.getByRole("checkbox", { name: new RegExp(`^Select ${name} Lee`) });
}

function bar(page: Page) {
  return page.getByRole("toolbar", { name: "Selected conversations" });
}

function act(page: Page, action: string) {
  return bar(page).getByRole("button", { name: action, exact: true }).click();
}

/** `Lead 0000` and so on, each found by its whole name. */
function numbered(count: number, name: string): string[] {
  return Array.from({ length: count }, (_, at) => `${name} ${String(at).padStart(4, "0")}`);
}

/** The page answers a click, whatever else it has to do. */
async function answers(page: Page, timeout = 2_000) {
  const dialog = page.getByRole("dialog", { name: "New conversation" });
  await page.getByRole("button", { name: "New conversation" }).first().click({ timeout });
  await expect(dialog).toBeVisible({ timeout });
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden({ timeout });
}

/** The names of the first conversations in Recents, as the api lists them. */
async function inRecents(workspace: Workspace, limit: number): Promise<string[]> {
  const query = { tab: "recents", limit };
  const { items } = await workspace.call<{ items: { name: string }[] }>("list_conversations", { query });
  return items.map((conversation) => conversation.name);
}

/** The list begins with these names, and holds all of them as one scrolls down. */
async function lists(page: Page, names: string[]) {
  await expect(rows(page).first()).toContainText(names[0]!);
  const seen = new Set<string>();
  await expect(async () => {
    for (const text of await rows(page).allInnerTexts()) seen.add(/\w+ \d{4}/.exec(text)?.[0] ?? text);
    // Step by step: the row that has the focus is drawn wherever it stands. What came in masses while
    // somebody had scrolled is read anew once they are back at the head.
    await page.locator("#conversation-rows .windowed").evaluate((rows) => {
      const atEnd = rows.scrollTop + rows.clientHeight >= rows.scrollHeight - 2;
      if (atEnd) rows.scrollTo(0, 0);
      else rows.scrollBy(0, rows.clientHeight / 2);
    });
    expect(names.filter((name) => !seen.has(name))).toEqual([]);
  }).toPass({ intervals: [100], timeout: 60_000 });
}

/** A bulk action has come so far. */
async function comes(workspace: Workspace, id: string, to: "finished" | "undone") {
  await expect(async () => {
    const { state } = await workspace.call<{ state: string }>("read_bulk_action", { path: { bulk_action_id: id } });
    expect(state).toBe(to);
  }).toPass({ intervals: [100], timeout: 60_000 });
}

test("C4 C6 several are archived by their bubbles, brought back by Undo, and unarchived from the archive", async ({ app, page, desk, workspace, browser }) => {
  await five(desk);
  const context = await browser.newContext({ baseURL: app.baseURL });
  await workspace.signIn(context);
  const other = await context.newPage();
  await other.goto("/");
  await expect(rows(other)).toHaveCount(5);

  await page.goto("/");
  await bubble(page, "Ada").click();
  await bubble(page, "Cleo").click();
  await expect(bubble(page, "Cleo")).toBeChecked();
  await expect(bar(page)).toContainText("2 selected");
  await act(page, "Archive");
  await expect(notice(page, "2 archived")).toBeVisible();
  for (const one of [page, other]) await expect(rows(one)).toHaveText([/Eve/, /Dan/, /Ben/]);
  await expect(bar(page)).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(notice(page, "Undone for 2")).toBeVisible();
  for (const one of [page, other]) await expect(rows(one)).toHaveCount(5);

  await bubble(page, "Ben").click();
  await act(page, "Archive");
  await expect(rows(page)).toHaveCount(4);
  await choose(page, "More lists", "Archived");
  await bubble(page, "Ben").click();
  await act(page, "Unarchive");
  await expect(notice(page, "1 out of the archive")).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
  await context.close();
});

test("C6 shift-click selects a range, Esc and ✕ clear, and another tab starts anew", async ({ page, desk }) => {
  await five(desk);
  await page.goto("/");
  await bubble(page, "Dan").click();
  await bubble(page, "Ada").click({ modifiers: ["Shift"] });
  await expect(bar(page)).toContainText("4 selected");
  await expect(bubble(page, "Eve")).not.toBeChecked();
  await bubble(page, "Ben").click();
  await expect(bar(page)).toContainText("3 selected");
  await page.keyboard.press("Escape");
  await expect(bar(page)).toBeHidden();
  await bubble(page, "Ben").click();
  await act(page, "Clear the selection");
  await expect(bubble(page, "Ben")).not.toBeChecked();

  await bubble(page, "Ben").click();
  await expect(bar(page)).toBeVisible();
  await page.goto("/conversations/all");
  await expect(rows(page)).toHaveCount(5);
  await expect(bar(page)).toBeHidden();
});

test("C19 C6 the keyboard alone selects, moves from bubble to bubble and acts", async ({ page, desk }) => {
  await five(desk);
  await page.goto("/");
  await rows(page).first().focus();
  await page.keyboard.press("x");
  await expect(bubble(page, "Eve")).toBeChecked();
  await page.keyboard.press("ArrowDown");
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(bubble(page, "Dan")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(bubble(page, "Cleo")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(bar(page)).toContainText("2 selected");
  await bar(page).getByRole("button", { name: "Mark hot" }).focus();
  await page.keyboard.press("Enter");
  await expect(notice(page, "2 marked hot")).toBeVisible();
  await expect(tab(page, "Hot Leads")).toContainText("2");
});

test("C13 C6 several are tagged at once, and those that had the tag are told apart", async ({ page, desk, workspace }) => {
  const [ada] = await five(desk);
  const tag = await workspace.call<{ id: string }>("create_tag", { body: { name: "Quoted", colour: "teal" } });
  await workspace.call("change_contact_tags", { path: { contact_id: ada!.contact_id }, body: { add: [tag.id] } });
  await page.goto("/");
  await expect(page.getByRole("checkbox", { name: "Select Ada Lee, tag Quoted" })).toBeVisible();
  for (const name of ["Ada", "Ben", "Cleo"]) await bubble(page, name).click();
  await act(page, "Tag");
  const dialog = page.getByRole("dialog", { name: "Tag 3 contacts" });
  await dialog.getByRole("checkbox", { name: "Quoted" }).check();
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(notice(page, "2 tagged, 1 already had it")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /tag Quoted$/ })).toHaveCount(3);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("checkbox", { name: /tag Quoted$/ })).toHaveCount(1);
});

test("C6 all that match are selected beyond the loaded page, but those that are taken out", async ({ page, desk, workspace }) => {
  test.setTimeout(120_000);
  const { secret } = await workspace.call<{ secret: string }>("create_api_token", { body: { name: "Vendor", scopes: ["leads"] } });
  for (let at = 0; at < 120; at++) {
    await workspace.call("create_lead", { body: { phone: newPhone(), first_name: "Lead", last_name: `No ${at}` }, token: secret });
  }
  await five(desk);
  await page.goto("/");
  await expect(rows(page).first()).toContainText("Eve Lee");
  await bubble(page, "Eve").click();
  await page.getByRole("button", { name: "Select all 125 that match" }).click();
  await expect(bar(page)).toContainText("125 selected");
  await bubble(page, "Ben").click();
  await expect(bar(page)).toContainText("124 selected");
  await act(page, "Archive");
  await expect(notice(page, "124 archived")).toBeVisible();
  await expect(rows(page)).toHaveText([/Ben Lee/]);

  await page.goto("/conversations/all?search=Lee");
  await expect(rows(page)).toHaveCount(5);
  await bubble(page, "Eve").click();
  await page.getByRole("button", { name: "Select all 5 that match" }).click();
  await act(page, "Mark hot");
  await expect(notice(page, "5 marked hot")).toBeVisible();
  await expect(tab(page, "Hot Leads")).toContainText("1");
});

test("C6 a selected conversation that leaves the list is not selected any more", async ({ page, desk, workspace }) => {
  const [ada] = await five(desk);
  await page.goto("/");
  await bubble(page, "Ada").click();
  await bubble(page, "Ben").click();
  await expect(bar(page)).toContainText("2 selected");
  await workspace.call("update_conversation", { path: { conversation_id: ada!.conversation_id }, body: { archived: true } });
  await expect(row(page, "Ada")).toHaveCount(0);
  await expect(bar(page)).toContainText("1 selected");
});

test("C6 two thousand are archived and undone while three pages stand on Recents: all go on answering, and end right", async ({ app, page, context, desk, browser }) => {
  test.setTimeout(300_000);
  const { workspace } = desk;
  await manyLeads(workspace, numbered(2_000, "Lead"));
  const elsewhere = await browser.newContext({ baseURL: app.baseURL });
  await workspace.signIn(elsewhere);
  // The second page is told by the first one, which reads the stream for both.
  const pages = [page, await context.newPage(), await elsewhere.newPage()];
  for (const one of pages) {
    await one.goto("/");
    await expect(tab(one, "Recents")).toContainText("2,000");
    await answers(one, 20_000);
  }
  const search = pages[2]!.getByRole("textbox", { name: "Search conversations" });
  await search.fill("half a wo");

  await page.getByRole("checkbox", { name: /^Select Lead/ }).first().click();
  await page.getByRole("button", { name: "Select all 2,000 that match" }).click();
  await act(page, "Archive");
  // Under the pointer the notice stays, with its Undo.
  await expect(notice(page, "2,000 archived")).toBeVisible({ timeout: 60_000 });
  await notice(page, "2,000 archived").hover();
  for (const one of pages) await expect(rows(one)).toHaveCount(0);

  await page.getByRole("button", { name: "Undo" }).click();
  let over = false;
  const undone = expect(notice(page, "Undone for 2,000")).toBeVisible({ timeout: 120_000 });
  const end = undone.finally(() => (over = true));
  end.catch(() => {});
  do {
    for (const one of pages) await answers(one);
  } while (!over);
  await end;
  const names = await inRecents(workspace, 100);
  for (const one of pages) {
    await answers(one);
    await expect(tab(one, "Recents")).toContainText("2,000");
    await lists(one, names);
  }
  await expect(search).toHaveValue("half a wo");
  await elsewhere.close();
});

test("C6 who has scrolled down and selected keeps both while hundreds come back, and sees all of them afterwards", async ({ page, desk }) => {
  test.setTimeout(180_000);
  const { workspace } = desk;
  await manyLeads(workspace, [...numbered(200, "Early"), ...numbered(300, "Late")]);
  const late = { kind: "matching", tab: "recents", search: "Late" };
  const { id } = await workspace.call<{ id: string }>("create_bulk_action", { body: { change: { kind: "archive" }, on: late } });
  await comes(workspace, id, "finished");

  await page.goto("/");
  await expect(tab(page, "Recents")).toContainText("200");
  const names = await inRecents(workspace, 100);
  await lists(page, names);
  // Far down: only the rows in view are drawn.
  const name = /Early \d{4}/.exec(await rows(page).last().innerText())![0];
  const far = page.getByRole("checkbox", { name: new RegExp(`^Select ${name}`) });
  await far.click();
  await expect(bar(page)).toContainText("1 selected");
  const list = page.locator("#conversation-rows .windowed");
  const scrolled = () => list.evaluate((rows) => rows.scrollTop);
  const before = await scrolled();
  expect(before).toBeGreaterThan(0);

  await workspace.call("undo_bulk_action", { path: { bulk_action_id: id } });
  await comes(workspace, id, "undone");
  await expect(page.getByRole("link", { name: "500 unread conversations" })).toBeAttached();
  await answers(page);
  await expect(far).toBeChecked();
  await expect(bar(page)).toContainText("1 selected");
  expect(await scrolled()).toBeGreaterThanOrEqual(before);

  await act(page, "Clear the selection");
  await list.evaluate((rows) => rows.scrollTo(0, 0));
  await expect(tab(page, "Recents")).toContainText("500");
  await lists(page, await inRecents(workspace, 100));
});

test("C6 on a phone nothing lies over how many are selected, be it one or thousands", async ({ page, desk }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await five(desk);
  await page.goto("/");
  await bubble(page, "Ada").click();
  const count = bar(page).getByRole("status");
  await expect(count).toHaveText("1 selected");
  const expectClear = async () => {
    const own = (await count.boundingBox())!;
    const wide = await count.evaluate((element) => element.scrollWidth <= element.clientWidth);
    expect(wide).toBe(true);
    for (const button of await bar(page).getByRole("button").all()) {
      const box = (await button.boundingBox())!;
      const beside = box.x >= own.x + own.width || box.x + box.width <= own.x;
      const below = box.y >= own.y + own.height || box.y + box.height <= own.y;
      expect(beside || below, (await button.getAttribute("aria-label")) ?? "").toBe(true);
      expect(box.x + box.width).toBeLessThanOrEqual(page.viewportSize()!.width);
    }
  };
  await expectClear();
  // As it stands with as many as that.
  await count.evaluate((element) => (element.textContent = "20,000 selected"));
  await expectClear();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expectClear();
});

test("C6 X9 without a connection it says what was not done, keeps the selection, and does it afterwards", async ({ page, desk }) => {
  await five(desk);
  await page.goto("/");
  for (const name of ["Ada", "Ben"]) await bubble(page, name).click();
  await expect(bar(page)).toContainText("2 selected");
  await page.route("**/api/v1/bulk_actions", (route) => route.abort());
  await act(page, "Archive");
  await expect(notice(page, "Not archived. Copperline doesn't answer; try again.")).toBeVisible();
  await expect(bar(page)).toContainText("2 selected");
  await page.unroute("**/api/v1/bulk_actions");
  await act(page, "Archive");
  await expect(notice(page, "2 archived")).toBeVisible();
});
