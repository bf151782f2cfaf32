// Selected contacts, the list while others work, and the list on a phone.
import type { Locator, Page } from "@playwright/test";

import { choose, expect, newPhone, notice, test, type Workspace } from "../fixtures";

interface Contact {
  id: string;
  phone: string;
}

function add(workspace: Workspace, first_name: string, fields: Record<string, string> = {}) {
  return workspace.call<Contact>("create_contact", { body: { phone: newPhone(), first_name, last_name: "Lee", ...fields } });
}

function change(workspace: Workspace, contact: Contact, body: Record<string, string>) {
  return workspace.call("update_contact", { path: { contact_id: contact.id }, body });
}

function people(page: Page) {
  return page.getByRole("table", { name: "Contacts" }).getByRole("row").getByRole("link", { name: / Lee$/ });
}

function person(page: Page, name: string) {
  return people(page).filter({ hasText: name });
}

function bubble(page: Page, name: string) {
  return page.getByRole("checkbox", { name: `Select ${name} Lee` });
}

function bar(page: Page) {
  return page.getByRole("toolbar", { name: "Selected contacts" });
}

function button(page: Page, name: string) {
  return bar(page).getByRole("button", { name, exact: true });
}

/** Ada and Ben, of whom only Ada has a conversation. */
async function two(workspace: Workspace) {
  const ada = await add(workspace, "Ada");
  const ben = await add(workspace, "Ben");
  await workspace.call("create_conversation", { body: { phone: ada.phone } });
  return { ada, ben };
}

test("P6 C6 the conversations of selected contacts are archived, marked and assigned, and who has none is told", async ({ page, workspace }) => {
  await two(workspace);
  await page.goto("/contacts");
  const select = async () => {
    for (const name of ["Ada", "Ben"]) await bubble(page, name).click();
    await expect(bar(page)).toContainText("2 selected");
  };
  await select();
  await button(page, "Mark hot").click();
  await expect(notice(page, "1 marked hot, 1 has no conversation")).toBeVisible();
  await expect(bar(page)).toBeHidden();
  await select();
  await button(page, "Archive").click();
  await expect(notice(page, "1 archived, 1 has no conversation")).toBeVisible();
  await select();
  await button(page, "Assign").click();
  await page.getByRole("dialog", { name: /^Assign 2/ }).getByRole("button", { name: "Assign" }).click();
  await expect(notice(page, "1 assigned, 1 has no conversation")).toBeVisible();
  await select();
  await choose(page, "More for the selected contacts", "Unarchive");
  await expect(notice(page, "1 out of the archive, 1 has no conversation")).toBeVisible();
  await bubble(page, "Ben").click();
  await choose(page, "More for the selected contacts", "Take the flame away");
  await expect(notice(page, "Nothing to change: 1 has no conversation")).toBeVisible();
});

test("P6 C19 contacts are selected and worked on with the keyboard alone, and the focus stays with the list", async ({ page, workspace }) => {
  await two(workspace);
  await page.goto("/contacts?sort=name");
  await person(page, "Ada").focus();
  await page.keyboard.press("x");
  await page.keyboard.press("ArrowDown");
  await expect(person(page, "Ben")).toBeFocused();
  await page.keyboard.press("x");
  await expect(bar(page)).toContainText("2 selected");
  await button(page, "Mark hot").focus();
  await page.keyboard.press("Enter");
  await expect(notice(page, "1 marked hot, 1 has no conversation")).toBeVisible();
  await expect(bar(page)).toBeHidden();
  await expect(person(page, "Ben")).toBeFocused();
  await page.keyboard.press("x");
  await button(page, "Tag").focus();
  await page.keyboard.press("Escape");
  await expect(bar(page)).toBeHidden();
  await expect(person(page, "Ben")).toBeFocused();
});

test("P6 who no longer matches leaves the list, and who is renamed moves to their place", async ({ page, workspace }) => {
  const ada = await add(workspace, "Ada", { source: "Fair" });
  const ben = await add(workspace, "Ben", { source: "Fair" });
  const cleo = await add(workspace, "Cleo");
  await page.goto("/contacts?source=Fair&sort=name");
  await expect(people(page)).toHaveText(["Ada Lee", "Ben Lee"]);
  await change(workspace, ada, { source: "Ads" });
  await expect(people(page)).toHaveText(["Ben Lee"]);
  await expect(page.getByRole("heading", { level: 1, name: "Contacts 1" })).toBeVisible();
  await change(workspace, cleo, { source: "fair" });
  await expect(people(page)).toHaveText(["Ben Lee", "Cleo Lee"]);
  await change(workspace, cleo, { first_name: "Alma" });
  await expect(people(page)).toHaveText(["Alma Lee", "Ben Lee"]);
  await page.goto("/contacts?opted_out=no&sort=name");
  await expect(people(page)).toHaveText(["Ada Lee", "Alma Lee", "Ben Lee"]);
  await workspace.call("opt_out_contact", { path: { contact_id: ben.id } });
  await expect(people(page)).toHaveText(["Ada Lee", "Alma Lee"]);
});

/** Nothing of it is cut off at the sides of the window. */
async function expectInside(page: Page, element: Locator) {
  const box = await element.boundingBox();
  const width = page.viewportSize()?.width ?? 0;
  expect(box).not.toBeNull();
  expect(box!.x).toBeGreaterThanOrEqual(0);
  expect(box!.x + box!.width).toBeLessThanOrEqual(width);
}

test("P6 X10 on a phone every action is in reach, and the order can be chosen", async ({ page, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await two(workspace);
  await page.goto("/contacts");
  await expect(people(page)).toHaveText(["Ben Lee", "Ada Lee"]);
  for (const name of ["New contact", "Export", "More"]) await expectInside(page, page.getByRole("button", { name, exact: true }));
  await expectInside(page, page.getByRole("link", { name: "Import", exact: true }));
  const order = page.getByRole("combobox", { name: "Order" });
  await expectInside(page, order);
  await order.selectOption("Name, A to Z");
  await expect(people(page)).toHaveText(["Ada Lee", "Ben Lee"]);
  await expect(page).toHaveURL(/sort=name/);
  for (const name of ["Ada", "Ben"]) await bubble(page, name).click();
  for (const name of ["Archive", "Mark hot", "Assign", "Merge", "Tag"]) await expectInside(page, button(page, name));
  // What opens from the bar lies over the rows.
  await choose(page, "More for the selected contacts", "Mark as read");
  await expect(bar(page)).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
