// Changing and deleting comments among colleagues (C21), which reaches no contact either.
import type { Locator, Page } from "@playwright/test";

import {
  bell,
  colleague,
  commentComposer,
  composer,
  expect,
  expectAccessible,
  notice,
  openConversation,
  said,
  test,
  thread,
  type Workspace,
  writeInstead,
} from "../fixtures";

/** Writes a comment as the owner, beside the page; gives its id. */
async function written(workspace: Workspace, conversationId: string, text: string): Promise<string> {
  const body = { conversation_id: conversationId, text };
  return (await workspace.call<{ id: string }>("create_comment", { body })).id;
}

/** The button with what can be done with a comment. */
function more(page: Page, words: string): Locator {
  return said(page, words).getByRole("button", { name: "More about this comment" });
}

async function choose(page: Page, words: string, entry: string): Promise<void> {
  await more(page, words).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

function changeBox(page: Page): Locator {
  return page.getByRole("textbox", { name: "Change the comment" });
}

test("C21 one's own comment is changed in its place, live for colleagues and never for the contact", async ({ app, page, desk, workspace, browser }) => {
  const { lead, handset } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  await written(workspace, lead.conversation_id, "She haggles. Start at 110.");
  await openConversation(sam.page, lead.conversation_id);
  await openConversation(page, lead.conversation_id);
  await expect(said(sam.page, "She haggles")).toBeVisible();
  await expect(more(sam.page, "She haggles")).toHaveCount(0);
  await composer(page).fill("A text to Maya");

  // By keyboard alone, there and back.
  await more(page, "She haggles").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Edit" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(changeBox(page)).toBeFocused();
  await expect(changeBox(page)).toHaveValue("She haggles. Start at 110.");
  await expectAccessible(page);
  await changeBox(page).fill("She haggles.");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("Start at 120.");
  await page.keyboard.press("Enter");
  await expect(changeBox(page)).toHaveCount(0);
  await expect(more(page, "Start at 120.")).toBeFocused();
  for (const browserOf of [page, sam.page]) {
    await expect(said(browserOf, "Start at 120.")).toContainText("edited");
    await expect(said(browserOf, "Start at 120.").getByTitle(/^Edited \w+day, /)).toBeVisible();
    await expect(said(browserOf, "Start at 110.")).toHaveCount(0);
  }
  await expectAccessible(page);
  await expect(composer(page)).toHaveValue("A text to Maya");
  expect(await handset.texts()).toEqual([]);
  await sam.context.close();
});

test("C21 Esc leaves a comment as it was, and what was typed outlives that, a failure and a reload", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await written(workspace, lead.conversation_id, "She haggles");
  await openConversation(page, lead.conversation_id);
  await choose(page, "She haggles", "Edit");
  await changeBox(page).fill("She haggles a lot");
  await page.keyboard.press("Escape");
  await expect(changeBox(page)).toHaveCount(0);
  await expect(said(page, "She haggles")).not.toContainText("edited");
  await page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Undo" }).click();
  await expect(changeBox(page)).toHaveValue("She haggles a lot");

  await page.route("**/api/v1/comments/*", (route) => route.abort());
  await changeBox(page).press("Enter");
  await expect(thread(page).getByRole("alert")).toContainText("Copperline doesn't answer");
  await page.reload();
  await expect(changeBox(page)).toHaveValue("She haggles a lot");
  await page.unroute("**/api/v1/comments/*");
  await page.getByRole("button", { name: "Save comment" }).click();
  await expect(said(page, "She haggles a lot")).toContainText("edited");
  await page.reload();
  await expect(said(page, "She haggles a lot")).toBeVisible();
  await expect(changeBox(page)).toHaveCount(0);
});

test("C21 a comment changed in two browsers at once shows both texts, and nothing is overwritten", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const id = await written(workspace, lead.conversation_id, "Start at 110");
  const second = await browser.newContext({ baseURL: app.baseURL });
  await workspace.signIn(second);
  const other = await second.newPage();
  await openConversation(other, lead.conversation_id);
  await openConversation(page, lead.conversation_id);
  const elsewhere = "You have changed this comment elsewhere meanwhile";

  // It is told live before this one is saved.
  await choose(page, "Start at 110", "Edit");
  await changeBox(page).fill("Start at 120");
  await choose(other, "Start at 110", "Edit");
  await changeBox(other).fill("Start at 130");
  await changeBox(other).press("Enter");
  await expect(thread(page).getByText(elsewhere)).toBeVisible();
  await expect(thread(page).getByText("Start at 130")).toBeVisible();
  await expect(changeBox(page)).toHaveValue("Start at 120");
  await changeBox(page).press("Enter");
  await page.reload();
  await expect(thread(page).getByText(elsewhere)).toBeVisible();
  await expect(changeBox(page)).toHaveValue("Start at 120");
  await expect(said(other, "Start at 130")).toBeVisible();
  await page.getByRole("button", { name: "Keep what is below" }).click();
  await expect(said(page, "Start at 120")).toBeVisible();
  await expect(said(other, "Start at 120")).toBeVisible();

  // It is changed while this one is on its way.
  await choose(page, "Start at 120", "Edit");
  await changeBox(page).fill("Start at 140");
  await page.route(
    "**/api/v1/comments/*",
    async (route) => {
      await workspace.call("update_comment", { path: { comment_id: id }, body: { text: "Start at 150", revision: 2 } });
      await route.continue();
    },
    { times: 1 },
  );
  await changeBox(page).press("Enter");
  await expect(thread(page).getByText(elsewhere)).toBeVisible();
  await expect(changeBox(page)).toHaveValue("Start at 140");
  await page.getByRole("button", { name: "Keep what is above" }).click();
  await expect(changeBox(page)).toHaveCount(0);
  await expect(said(page, "Start at 150")).toBeVisible();
  await expect(said(other, "Start at 150")).toBeVisible();
  await second.close();
});

test("C21 a change notifies whom it mentions anew, and takes back what it no longer says", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  await written(workspace, lead.conversation_id, "Ask somebody");
  await sam.page.goto("/pipeline");
  await expect(bell(sam.page)).toHaveAccessibleName("Notifications");
  await openConversation(page, lead.conversation_id);
  await choose(page, "Ask somebody", "Edit");
  await changeBox(page).fill("Ask ");
  await changeBox(page).pressSequentially("@sa");
  await expect(page.getByRole("listbox", { name: "People to mention" }).getByRole("option")).toHaveText(["Sam Lee"]);
  await page.keyboard.press("Enter");
  await expect(changeBox(page)).toHaveValue("Ask @Sam Lee ");
  await page.keyboard.press("Enter");
  await expect(said(page, "Ask @Sam Lee")).toBeVisible();
  await expect(notice(sam.page, "Olivia Owner mentioned you in the conversation with Maya Robinson")).toBeVisible();
  await expect(bell(sam.page)).toHaveAccessibleName(/1 unread notification/);

  await choose(page, "Ask @Sam Lee", "Edit");
  await expect(changeBox(page)).toHaveValue("Ask @Sam Lee");
  await changeBox(page).fill("Ask nobody");
  await changeBox(page).press("Enter");
  await expect(bell(sam.page)).toHaveAccessibleName("Notifications");
  await bell(sam.page).click();
  await expect(sam.page.getByText("Nothing yet")).toBeVisible();
  await sam.context.close();
});

test("C21 a deleted comment vanishes for everybody, and what was typed of it meanwhile is kept", async ({ app, page, desk, workspace, browser }) => {
  const { lead, handset } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  await written(workspace, lead.conversation_id, `<@${sam.id}> look`);
  await sam.call("create_comment", { body: { conversation_id: lead.conversation_id, text: "She haggles" } });
  await openConversation(page, lead.conversation_id);
  await sam.page.goto("/pipeline");
  await expect(bell(sam.page)).toHaveAccessibleName(/1 unread notification/);
  await choose(page, "@Sam Lee look", "Delete comment");
  const mine = page.getByRole("dialog", { name: "Delete your comment?" });
  await mine.getByRole("button", { name: "Cancel" }).click();
  await choose(page, "@Sam Lee look", "Delete comment");
  await mine.getByRole("button", { name: "Delete comment" }).click();
  await expect(said(page, "@Sam Lee look")).toHaveCount(0);
  await expect(notice(page, "Comment deleted")).toBeVisible();
  await expect(thread(page)).toBeFocused();
  await expect(bell(sam.page)).toHaveAccessibleName("Notifications");

  // The owner deletes any, and changes none but their own.
  await openConversation(sam.page, lead.conversation_id);
  await choose(sam.page, "She haggles", "Edit");
  await changeBox(sam.page).fill("She haggles, start at 110");
  await more(page, "She haggles").click();
  await expect(page.getByRole("menuitem")).toHaveText(["Delete comment"]);
  await page.getByRole("menuitem", { name: "Delete comment" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete the comment of Sam Lee?" });
  await dialog.getByRole("button", { name: "Delete comment" }).click();
  await expect(said(page, "She haggles")).toHaveCount(0);
  await expect(changeBox(sam.page)).toHaveCount(0);
  await expect(notice(sam.page, /^This comment was deleted meanwhile/)).toBeVisible();
  await expect(composer(sam.page)).toHaveValue("");
  await writeInstead(sam.page, "Comment");
  await expect(commentComposer(sam.page)).toHaveValue("She haggles, start at 110");
  expect(await handset.texts()).toEqual([]);
  await sam.context.close();
});

test("C21 on a phone a comment is changed and deleted", async ({ page, desk, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { lead } = await desk.maya();
  await written(workspace, lead.conversation_id, "She haggles");
  await openConversation(page, lead.conversation_id);
  await choose(page, "She haggles", "Edit");
  await changeBox(page).fill("She haggles a lot");
  await expectAccessible(page);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(beyond).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: "Save comment" }).click();
  await choose(page, "She haggles a lot", "Delete comment");
  await page.getByRole("dialog").getByRole("button", { name: "Delete comment" }).click();
  await expect(said(page, "She haggles a lot")).toHaveCount(0);
});
