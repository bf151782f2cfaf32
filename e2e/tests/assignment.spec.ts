// Who works on a conversation.
import type { Page } from "@playwright/test";

import {
  assign,
  bell,
  colleague,
  conversation,
  expect,
  expectAccessible,
  makeGroup,
  newPhone,
  notice,
  openConversation,
  row,
  rows,
  said,
  test,
} from "../fixtures";

/** The menu in the header that shows who works on the open conversation. */
function assignee(page: Page, name: string) {
  return conversation(page).getByRole("button", { name, exact: true });
}

async function give(page: Page, from: string, to: string | RegExp) {
  await assignee(page, from).click();
  await page.getByRole("menuitemradio", { name: to }).click();
}

test("C18 a conversation is assigned, in every browser, told in the thread, and taken back by Undo", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  await openConversation(sam.page, lead.conversation_id);
  await openConversation(page, lead.conversation_id);
  await give(page, "Assign", "Sam Lee");
  await expect(notice(page, "Maya Robinson is assigned to Sam Lee")).toBeVisible();
  for (const one of [page, sam.page]) {
    await expect(assignee(one, "Assigned to Sam Lee")).toBeVisible();
    await expect(row(one, "Maya").getByText("Assigned to Sam Lee")).toBeAttached();
    await expect(said(one, "Olivia Owner assigned Maya Robinson to Sam Lee")).toBeVisible();
  }
  await expectAccessible(page);
  await page.getByRole("button", { name: "Undo" }).click();
  for (const one of [page, sam.page]) await expect(assignee(one, "Assign")).toBeVisible();

  await give(sam.page, "Assign", "Me (Sam Lee)");
  for (const one of [page, sam.page]) await expect(said(one, "Sam Lee took Maya Robinson on")).toBeVisible();
  await give(page, "Assigned to Sam Lee", "Nobody");
  await expect(said(sam.page, "Olivia Owner assigned Maya Robinson to nobody").last()).toBeVisible();
  await sam.context.close();
});

test("C18 C6 several are assigned at once, and go back to whom they were by Undo", async ({ app, page, desk, workspace, browser }) => {
  const sam = await colleague(app, workspace, browser);
  for (const name of ["Ada", "Ben", "Cleo"]) {
    const lead = await desk.lead({ phone: newPhone(), first_name: name, last_name: "Lee" });
    if (name === "Ada") {
      await assign(workspace, lead.conversation_id, { agent_id: sam.id });
    }
  }
  await page.goto("/");
  await expect(rows(page)).toHaveCount(3);
  for (const name of ["Ada", "Ben"]) await page.getByRole("checkbox", { name: `Select ${name} Lee` }).click();
  await page.getByRole("toolbar", { name: "Selected conversations" }).getByRole("button", { name: "Assign" }).click();
  const dialog = page.getByRole("dialog", { name: "Assign 2 conversations" });
  await dialog.getByLabel("Assigned to").selectOption("Me (Olivia Owner)");
  await dialog.getByRole("button", { name: "Assign" }).click();
  await expect(notice(page, "2 assigned")).toBeVisible();
  for (const name of ["Ada", "Ben"]) await expect(row(page, name).getByText("Assigned to Olivia Owner")).toBeAttached();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(notice(page, "Undone for 2")).toBeVisible();
  await expect(row(page, "Ada").getByText("Assigned to Sam Lee")).toBeAttached();
  await expect(row(page, "Ben").getByText(/Assigned to/)).toHaveCount(0);
  await sam.context.close();
});

test("C18 A2 a conversation is given to a group by keyboard, in every browser, and taken back by Undo", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  await makeGroup(workspace, "Sales", [sam.id]);
  await openConversation(sam.page, lead.conversation_id);
  await openConversation(page, lead.conversation_id);
  await assignee(page, "Assign").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitemradio", { name: "Me (Olivia Owner)" })).toBeFocused();
  const groups = page.getByRole("menu", { name: "Assign" }).getByRole("group", { name: "Groups" });
  await expect(groups.getByRole("menuitemradio")).toHaveText(["Everyone", "Sales"]);
  await expect(page.getByRole("menuitemradio", { name: "Nobody" })).toBeChecked();
  await expectAccessible(page);
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowUp");
  await expect(groups.getByRole("menuitemradio", { name: "Sales" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(notice(page, "Maya Robinson is assigned to Sales")).toBeVisible();
  for (const one of [page, sam.page]) {
    await expect(assignee(one, "Assigned to Sales")).toBeVisible();
    await expect(row(one, "Maya").getByText("Assigned to Sales")).toBeAttached();
    await expect(said(one, "Olivia Owner assigned Maya Robinson to Sales")).toBeVisible();
  }
  await page.getByRole("button", { name: "Undo" }).click();
  for (const one of [page, sam.page]) await expect(assignee(one, "Assign")).toBeVisible();

  await give(page, "Assign", "Sales");
  await give(sam.page, "Assigned to Sales", "Me (Sam Lee)");
  for (const one of [page, sam.page]) await expect(assignee(one, "Assigned to Sam Lee")).toBeVisible();
  await sam.context.close();
});

test("C18 whoever is given a conversation is told, and the members of a group are; it is read once it is open", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  const ana = await colleague(app, workspace, browser, ["Ana", "Ruiz"]);
  const sales = await makeGroup(workspace, "Sales", [sam.id]);
  for (const one of [page, sam.page, ana.page]) {
    await one.goto("/");
    await expect(row(one, "Maya Robinson")).toBeVisible();
  }
  await assign(workspace, lead.conversation_id, { group_id: sales.id });
  const words = "Maya Robinson was assigned to you or your group";
  await expect(notice(sam.page, words)).toBeVisible();
  await expect(bell(sam.page)).toHaveAccessibleName(/1 unread notification/);
  await bell(sam.page).click();
  const told = sam.page.getByRole("dialog", { name: "Notifications" });
  await expectAccessible(sam.page);
  await told.getByRole("link", { name: new RegExp(words) }).click();
  await expect(assignee(sam.page, "Assigned to Sales")).toBeVisible();
  await expect(bell(sam.page)).toHaveAccessibleName("Notifications");
  for (const one of [page, ana.page]) {
    await expect(row(one, "Maya").getByText("Assigned to Sales")).toBeAttached();
    await expect(bell(one)).toHaveAccessibleName("Notifications");
  }

  // It stands before Sam's eyes: there is nothing more to tell.
  await assign(workspace, lead.conversation_id, { agent_id: sam.id });
  await expect(said(sam.page, "Olivia Owner assigned Maya Robinson to Sam Lee")).toBeVisible();
  await expect(async () => {
    const { unread, items } = await sam.call<{ unread: number; items: { kind: string }[] }>("list_notifications");
    expect({ unread, kind: items[0]?.kind }).toEqual({ unread: 0, kind: "assigned" });
  }).toPass();
  for (const { context } of [sam, ana]) await context.close();
});

test("C18 C6 several are given to a group at once, and go back to whom they were by Undo", async ({ page, desk, workspace }) => {
  const support = await makeGroup(workspace, "Support");
  await makeGroup(workspace, "Sales");
  for (const name of ["Ada", "Ben"]) {
    const lead = await desk.lead({ phone: newPhone(), first_name: name, last_name: "Lee" });
    if (name === "Ada") await assign(workspace, lead.conversation_id, { group_id: support.id });
  }
  await page.goto("/");
  await expect(row(page, "Ada").getByText("Assigned to Support")).toBeAttached();
  for (const name of ["Ada", "Ben"]) await page.getByRole("checkbox", { name: `Select ${name} Lee` }).click();
  await page.getByRole("toolbar", { name: "Selected conversations" }).getByRole("button", { name: "Assign" }).click();
  const dialog = page.getByRole("dialog", { name: "Assign 2 conversations" });
  await dialog.getByLabel("Assigned to").selectOption("Sales");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Assign" }).click();
  await expect(notice(page, "2 assigned")).toBeVisible();
  for (const name of ["Ada", "Ben"]) await expect(row(page, name).getByText("Assigned to Sales")).toBeAttached();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(notice(page, "Undone for 2")).toBeVisible();
  await expect(row(page, "Ada").getByText("Assigned to Support")).toBeAttached();
  await expect(row(page, "Ben").getByText(/Assigned to/)).toHaveCount(0);
});

test("C18 C19 on a phone the menu of people and groups stays inside of the screen, however many there are", async ({ page, desk, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { lead } = await desk.maya();
  for (let at = 10; at < 35; at++) await makeGroup(workspace, `A group whose name is as long as it ${at}`);
  await openConversation(page, lead.conversation_id);
  await assignee(page, "Assign").click();
  const menu = page.getByRole("menu", { name: "Assign" });
  await expect(menu.getByRole("group", { name: "Groups" }).getByRole("menuitemradio")).toHaveCount(26);
  const { x, y, width, height } = (await menu.boundingBox())!;
  expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
  expect([x + width <= 390, y + height <= 844]).toEqual([true, true]);
  await page.keyboard.press("End");
  const nobody = menu.getByRole("menuitemradio", { name: "Nobody" });
  await expect(nobody).toBeFocused();
  await expect(nobody).toBeInViewport();
  await expectAccessible(page);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(beyond).toBeLessThanOrEqual(0);
});

test("C13 C6 tags are taken off several at once, and Undo puts them back", async ({ page, desk, workspace }) => {
  const tag = await workspace.call<{ id: string }>("create_tag", { body: { name: "Quoted", colour: "teal" } });
  for (const name of ["Ada", "Ben", "Cleo"]) {
    const lead = await desk.lead({ phone: newPhone(), first_name: name, last_name: "Lee" });
    if (name !== "Cleo") await workspace.call("change_contact_tags", { path: { contact_id: lead.contact_id }, body: { add: [tag.id] } });
  }
  await page.goto("/");
  const tagged = page.getByRole("checkbox", { name: /tag Quoted$/ });
  await expect(tagged).toHaveCount(2);
  for (const name of ["Ada", "Ben", "Cleo"]) await page.getByRole("checkbox", { name: new RegExp(`^Select ${name} Lee`) }).click();
  await page.getByRole("toolbar", { name: "Selected conversations" }).getByRole("button", { name: "Tag" }).click();
  const dialog = page.getByRole("dialog", { name: "Tag 3 contacts" });
  await dialog.getByRole("checkbox", { name: "Quoted" }).check();
  await dialog.getByRole("button", { name: "Take off" }).click();
  await expect(notice(page, "2 untagged, 1 didn’t have it")).toBeVisible();
  await expect(tagged).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(tagged).toHaveCount(2);
});
