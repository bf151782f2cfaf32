// Comments among colleagues (C21): in the thread, never on the contact's phone.
import {
  bell,
  colleague,
  commentComposer,
  composer,
  conversation,
  expect,
  expectAccessible,
  makeToken,
  openConversation,
  row,
  said,
  send,
  test,
  thread,
  writeInstead,
} from "../fixtures";

test("C21 a comment is live for colleagues and never on the contact's phone", async ({ app, page, desk, workspace, browser }) => {
  const { lead, handset } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  await openConversation(sam.page, lead.conversation_id);
  await openConversation(page, lead.conversation_id);
  await send(page, "Hi Maya");
  await writeInstead(page, "Comment");
  await expect(commentComposer(page)).toBeFocused();
  await expect(conversation(page).getByText("Only your team sees this. It is never sent to Maya Robinson.")).toBeVisible();
  await commentComposer(page).fill("She haggles. Start at 110.");
  await commentComposer(page).press("Enter");
  const there = said(page, "She haggles. Start at 110.");
  await expect(there).toContainText("Olivia Owner commented, for the team only");
  await expect(commentComposer(page)).toHaveValue("");
  await expect(said(sam.page, "She haggles. Start at 110.")).toContainText("for the team only");
  // It looks like no text: neither its bubble nor its place in the list.
  await expect(there.locator(".bubble")).toHaveCount(0);
  await expect(row(page, "Maya Robinson")).not.toContainText("She haggles");
  await expectAccessible(page);
  await handset.sends("Hello?");
  await expect(said(page, "Hello?")).toBeVisible();
  await expect(async () => expect((await handset.texts()).sort()).toEqual(["Hello?", "Hi Maya"])).toPass();
  await sam.context.close();
});

test("C21 a half-typed comment never becomes a text, however one switches", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("Shall I call after 5?");
  await writeInstead(page, "Comment");
  await commentComposer(page).fill("Do not go below 100");
  await writeInstead(page, /^Text to/);
  await expect(composer(page)).toBeFocused();
  await expect(composer(page)).toHaveValue("Shall I call after 5?");
  await page.keyboard.press("Enter");
  await expect(said(page, "Shall I call after 5?")).toBeVisible();
  await writeInstead(page, "Comment");
  await expect(commentComposer(page)).toHaveValue("Do not go below 100");
  // A reload comes back to the comment, as a comment.
  await page.reload();
  await expect(commentComposer(page)).toHaveValue("Do not go below 100");
  await expect(composer(page)).toHaveCount(0);
  await writeInstead(page, /^Text to/);
  await expect(composer(page)).toHaveValue("");
  await expect(async () => expect(await handset.texts()).toEqual(["Shall I call after 5?"])).toPass();
  const drafts = await page.evaluate(() => Object.entries(localStorage).filter(([name]) => name.includes("draft")));
  expect(JSON.stringify(drafts)).not.toContain("Do not go below");
  const { entries } = await workspace.call<{ entries: { kind: string }[] }>("read_thread", {
    path: { conversation_id: lead.conversation_id },
  });
  expect(entries.filter(({ kind }) => kind === "comment")).toEqual([]);
});

test("C21 a text that names a colleague like a comment is noticed before it is sent", async ({ app, page, desk, workspace, browser }) => {
  const { lead, handset } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  await openConversation(page, lead.conversation_id);
  await composer(page).pressSequentially("@Sam Lee she haggles");
  await expect(page.getByText("This text goes to Maya Robinson. To reach Sam Lee, write a comment.")).toBeVisible();
  await page.getByRole("button", { name: "Make it a comment" }).click();
  await expect(commentComposer(page)).toHaveValue("@Sam Lee she haggles");
  await expect(commentComposer(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(said(page, "she haggles")).toContainText("for the team only");
  await writeInstead(page, /^Text to/);
  await expect(composer(page)).toHaveValue("");
  const { items } = await sam.call<{ items: unknown[] }>("list_notifications");
  expect(items).toHaveLength(1);
  expect(await handset.texts()).toEqual([]);
  await sam.context.close();
});

test("C21 where nothing may be sent, a comment still can be written", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await handset.sends("stop");
  await openConversation(page, lead.conversation_id);
  await expect(page.getByText("opted out of texts on")).toBeVisible();
  await writeInstead(page, "Comment");
  await commentComposer(page).fill("Take her off the board");
  await page.getByRole("button", { name: "Add comment" }).click();
  await expect(said(page, "Take her off the board")).toBeVisible();
});

test("C21 who is mentioned by keyboard is notified, and nobody else", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  const ana = await colleague(app, workspace, browser, ["Ana", "Ruiz"]);
  await sam.page.goto("/");
  await ana.page.goto("/");
  await expect(row(sam.page, "Maya Robinson")).toBeVisible();
  await expect(row(ana.page, "Maya Robinson")).toBeVisible();

  await openConversation(page, lead.conversation_id);
  await writeInstead(page, "Comment");
  await commentComposer(page).pressSequentially("Ask @sa");
  const people = page.getByRole("listbox", { name: "People to mention" });
  await expect(people.getByRole("option")).toHaveText(["Sam Lee"]);
  await expect(commentComposer(page)).toHaveAttribute("aria-activedescendant", /.+/);
  await page.keyboard.press("Enter");
  await expect(commentComposer(page)).toHaveValue("Ask @Sam Lee ");
  await page.keyboard.type("about Andre");
  await page.keyboard.press("Enter");
  await expect(said(page, "Ask @Sam Lee about Andre")).toBeVisible();

  const words = "Olivia Owner mentioned you in the conversation with Maya Robinson";
  await expect(sam.page.getByRole("region", { name: "Notices" }).getByText(words)).toBeVisible();
  await expect(bell(sam.page)).toHaveAccessibleName(/1 unread notification/);
  await bell(sam.page).click();
  const told = sam.page.getByRole("dialog", { name: "Notifications" });
  await expect(told.getByRole("link")).toContainText("Ask @Sam Lee about Andre");
  await expectAccessible(sam.page);
  await told.getByRole("link", { name: new RegExp(words) }).click();
  await expect(said(sam.page, "Ask @Sam Lee about Andre")).toBeVisible();
  await expect(bell(sam.page)).toHaveAccessibleName("Notifications");

  await bell(ana.page).click();
  await expect(ana.page.getByText("Nothing yet")).toBeVisible();
  const { entries } = await workspace.call<{ entries: { kind: string; comment?: { text: string } }[] }>("read_thread", {
    path: { conversation_id: lead.conversation_id },
  });
  expect(entries.find(({ kind }) => kind === "comment")?.comment?.text).toBe(`Ask <@${sam.id}> about Andre`);
  await sam.context.close();
  await ana.context.close();
});

test("C21 notifications are marked as read in all browsers of a person", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  const second = await browser.newContext({ baseURL: app.baseURL, storageState: await sam.context.storageState() });
  const other = await second.newPage();
  await sam.page.goto("/pipeline");
  await other.goto("/pipeline");
  for (const words of ["one", "two"]) {
    await workspace.call("create_comment", {
      body: { conversation_id: lead.conversation_id, text: `<@${sam.id}> ${words}` },
    });
  }
  await expect(bell(sam.page)).toHaveAccessibleName(/2 unread notifications/);
  await expect(bell(other)).toHaveAccessibleName(/2 unread notifications/);
  await bell(sam.page).click();
  await sam.page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(bell(other)).toHaveAccessibleName("Notifications");
  await expect(sam.page.getByRole("button", { name: "Mark all as read" })).toBeHidden();
  await second.close();
  await sam.context.close();
});

test("C21 X9 a program comments through the api, and the page shows it live", async ({ app, page, desk, workspace }) => {
  const { lead } = await desk.maya();
  const { secret } = await makeToken(workspace, "Scorer", ["conversations"]);
  await openConversation(page, lead.conversation_id);
  await expect(thread(page)).toBeVisible();
  const answer = await page.request.post(`${app.baseURL}/api/v1/comments`, {
    headers: { authorization: `Bearer ${secret}`, "idempotency-key": "one" },
    data: { conversation_id: lead.conversation_id, text: "Score 87" },
  });
  expect(answer.status()).toBe(201);
  await expect(said(page, "Score 87")).toContainText("Scorer commented, for the team only");
});

test("C21 on a phone a comment is written and told from a text", async ({ page, desk }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await writeInstead(page, "Comment");
  await commentComposer(page).fill("She haggles");
  await page.getByRole("button", { name: "Add comment" }).click();
  await expect(said(page, "She haggles")).toBeVisible();
  await expectAccessible(page);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(beyond).toBeLessThanOrEqual(0);
  await page.getByRole("link", { name: "Back" }).click();
  await expect(bell(page)).toBeInViewport();
});
