// Who works on a conversation.
import type { Page } from "@playwright/test";

import { colleague, conversation, expect, expectAccessible, newPhone, notice, openConversation, row, rows, said, test } from "../fixtures";

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
      await workspace.call("assign_conversation", { path: { conversation_id: lead.conversation_id }, body: { agent_id: sam.id } });
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
