// Groups: the people who work on something together (A2). Giving them conversations: see
// `assignment.spec.ts`.
import type { Page } from "@playwright/test";

import {
  addAgent,
  assign,
  choose,
  colleague,
  conversation,
  expect,
  expectAccessible,
  makeGroup,
  notice,
  openConversation,
  part,
  row,
  said,
  saveGroup,
  test,
} from "../fixtures";

/** One group in the list of the settings screen. */
function item(page: Page, name: string) {
  return page.getByRole("list", { name: "Groups", exact: true }).getByRole("listitem").filter({ hasText: name });
}

test("A2 a workspace begins with Everyone, and a group is made, renamed, given members and deleted", async ({ app, page, workspace, browser }) => {
  const sam = await colleague(app, workspace, browser);
  await page.goto("/settings/profile");
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Groups" }).click();
  await expect(page).toHaveTitle(/^Groups/);
  await expect(item(page, "Everyone")).toContainText("2 people");
  await expect(item(page, "Everyone")).toContainText("Olivia Owner, Sam Lee");

  const form = part(page, "New group");
  const name = form.getByLabel("Name", { exact: true });
  const box = (who: string) => form.getByRole("checkbox", { name: who });
  await name.fill("Sales");
  await box("Sam Lee").check();
  await form.getByRole("button", { name: "Make group" }).click();
  await expect(notice(page, "Sales is ready")).toBeVisible();
  await expect(item(page, "Sales")).toContainText("1 person");
  await expect(item(page, "Sales")).toContainText("Sam Lee");
  await expect(name).toHaveValue("");
  await expect(box("Sam Lee")).not.toBeChecked();

  await name.fill("SALES");
  await box("Olivia Owner").check();
  await form.getByRole("button", { name: "Make group" }).click();
  await expect(form.getByText("There is a group called “SALES” already.")).toBeVisible();
  await expect(name).toHaveValue("SALES");
  await expect(name).toBeFocused();
  await expect(box("Olivia Owner")).toBeChecked();

  await choose(page, "More for Sales", "Edit");
  const edit = page.getByRole("dialog", { name: "Edit Sales" });
  await edit.getByLabel("Name", { exact: true }).fill("Closers");
  await edit.getByRole("checkbox", { name: "Olivia Owner" }).check();
  await expectAccessible(page);
  await edit.getByRole("button", { name: "Save changes" }).click();
  await expect(item(page, "Closers")).toContainText("2 people");

  await choose(page, "More for Closers", "Delete");
  const ask = page.getByRole("dialog", { name: "Delete Closers?" });
  await expect(ask).toContainText("No conversation is assigned to Closers.");
  await ask.getByRole("button", { name: "Delete" }).click();
  await expect(notice(page, "Closers is deleted")).toBeVisible();
  await expect(item(page, "Closers")).toHaveCount(0);
  await sam.context.close();
});

test("A2 whoever would belong to no group is named, and what was changed stays", async ({ app, page, workspace }) => {
  const sam = await addAgent(app, workspace, ["Sam", "Lee"]);
  await page.goto("/settings/groups");
  await choose(page, "More for Everyone", "Delete");
  const ask = page.getByRole("dialog", { name: "Delete Everyone?" });
  await ask.getByRole("button", { name: "Delete" }).click();
  await expect(ask).toContainText("Olivia Owner and Sam Lee belong to no other group. Put them into another one first.");
  await ask.getByRole("button", { name: "Cancel" }).click();

  await choose(page, "More for Everyone", "Edit");
  const edit = page.getByRole("dialog", { name: "Edit Everyone" });
  const name = edit.getByLabel("Name", { exact: true });
  const box = edit.getByRole("checkbox", { name: "Sam Lee" });
  await name.fill("All of us");
  await box.uncheck();
  await edit.getByRole("button", { name: "Save changes" }).click();
  await expect(edit.getByRole("alert")).toHaveText("Sam Lee belongs to no other group. Put them into another one first.");
  await expect(name).toHaveValue("All of us");
  await expect(box).not.toBeChecked();
  await makeGroup(workspace, "Sales", [sam.id]);
  await edit.getByRole("button", { name: "Save changes" }).click();
  await expect(item(page, "All of us")).toContainText("1 person");
  await expect(item(page, "Sales")).toContainText("Sam Lee");
});

test("A2 two who change a group at once both get what they changed", async ({ app, page, workspace }) => {
  const sam = await addAgent(app, workspace, ["Sam", "Lee"]);
  const ana = await addAgent(app, workspace, ["Ana", "Ruiz"]);
  const sales = await makeGroup(workspace, "Sales", [sam.id]);
  await page.goto("/settings/groups");
  await choose(page, "More for Sales", "Edit");
  const edit = page.getByRole("dialog", { name: "Edit Sales" });
  await edit.getByRole("checkbox", { name: "Sam Lee" }).uncheck();
  await saveGroup(workspace, { ...sales, name: "Closers", agent_ids: [sam.id, ana.id] });
  // The list below the dialog has heard of it.
  await expect(page.getByText("Closers", { exact: true })).toBeAttached();
  await edit.getByRole("button", { name: "Save changes" }).click();
  await expect(item(page, "Closers")).toContainText("1 person");
  await expect(item(page, "Closers")).toContainText("Ana Ruiz");
});

test("A2 everybody reads the groups, live in another browser; owner and admins change them", async ({ app, workspace, browser }) => {
  const sam = await colleague(app, workspace, browser);
  await sam.page.goto("/settings/groups");
  await expect(item(sam.page, "Everyone")).toContainText("Olivia Owner, Sam Lee");
  await expect(sam.page.getByRole("heading", { name: "New group" })).toHaveCount(0);
  await expect(sam.page.getByRole("button", { name: /^More for/ })).toHaveCount(0);
  await expectAccessible(sam.page);
  const sales = await makeGroup(workspace, "Sales", [sam.id]);
  await expect(item(sam.page, "Sales")).toContainText("Sam Lee");
  await saveGroup(workspace, { ...sales, name: "Closers", agent_ids: [] });
  await expect(item(sam.page, "Closers")).toContainText("Nobody in it");
  await workspace.call("delete_group", { path: { group_id: sales.id } });
  await expect(item(sam.page, "Closers")).toHaveCount(0);
  await expect(item(sam.page, "Everyone")).toBeVisible();
  await sam.context.close();
});

test("A2 C18 how many conversations become nobody’s is said first, and then they are, in every browser", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  const sales = await makeGroup(workspace, "Sales", [sam.id]);
  await assign(workspace, lead.conversation_id, { group_id: sales.id });
  await openConversation(sam.page, lead.conversation_id);
  const head = (name: string) => conversation(sam.page).getByRole("button", { name, exact: true });
  await expect(head("Assigned to Sales")).toBeVisible();
  await page.goto("/settings/groups");
  await choose(page, "More for Sales", "Delete");
  const ask = page.getByRole("dialog", { name: "Delete Sales?" });
  await expect(ask).toContainText("1 conversation is assigned to Sales and becomes nobody’s.");
  await ask.getByRole("button", { name: "Delete" }).click();
  await expect(head("Assign")).toBeVisible();
  await expect(row(sam.page, "Maya").getByText(/Assigned to/)).toHaveCount(0);
  await expect(said(sam.page, "Assigned to nobody")).toBeVisible();
  await sam.context.close();
});

test("A2 C19 among many, people are found by name and ticked by keyboard, on a phone too", async ({ app, page, workspace }) => {
  const names = ["Ada", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gus", "Hal"];
  for (const name of names) await addAgent(app, workspace, [name, "Lee"]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/settings/groups");
  const form = part(page, "New group");
  const [name, find] = [form.getByLabel("Name", { exact: true }), form.getByLabel("Find a person")];
  await expect(form.getByRole("checkbox")).toHaveCount(names.length + 1);
  await name.focus();
  await page.keyboard.type("Night shift");
  await page.keyboard.press("Tab");
  await expect(find).toBeFocused();
  await page.keyboard.type("EVE");
  await expect(form.getByRole("checkbox")).toHaveCount(1);
  // Looking for somebody makes no group yet.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(form.getByRole("checkbox", { name: "Eve Lee" })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(form.getByText("1 ticked")).toBeVisible();
  await find.fill("nobody of this name");
  await expect(form.getByText("Nobody has this in their name.")).toBeVisible();
  await find.fill("");
  await expect(form.getByRole("checkbox", { name: "Eve Lee" })).toBeChecked();
  await expectAccessible(page);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(beyond).toBeLessThanOrEqual(0);
  await name.press("Enter");
  await expect(item(page, "Night shift")).toContainText("Eve Lee");
  await expect(item(page, "Everyone")).toContainText("9 people");
});

test("A2 C19 the screen is found in the palette, and a list that can’t be read says so", async ({ page, workspace }) => {
  await page.goto("/settings/profile");
  await expect(page.getByLabel("Email")).toHaveValue(workspace.owner.email);
  await page.route("**/api/v1/groups", (route) => route.abort());
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Find or do anything" }).getByRole("combobox").fill("set grou");
  await expect(page.getByRole("option", { name: "Settings · Groups" })).toBeVisible();
  await page.keyboard.press("Enter");
  const list = part(page, "Groups");
  await expect(list).toContainText("Copperline doesn't answer.");
  await page.unroute("**/api/v1/groups");
  await list.getByRole("button", { name: "Try again" }).click();
  await expect(item(page, "Everyone")).toContainText("1 person");
});
