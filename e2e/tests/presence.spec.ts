// Who else looks at a conversation, and who writes in it (C21).
import type { Page } from "@playwright/test";

import { colleague, commentComposer, composer, conversation, expect, makeToken, openConversation, row, said, send, test, writeInstead } from "../fixtures";

function presence(page: Page, words: string) {
  return conversation(page).getByText(words, { exact: true });
}

test("C21 whoever opens a conversation is seen there, and gone after the tab closes", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  await openConversation(page, lead.conversation_id);
  await openConversation(sam.page, lead.conversation_id);
  await expect(presence(page, "Sam Lee is here")).toBeVisible();
  await expect(presence(sam.page, "Olivia Owner is here")).toBeVisible();
  // One doesn't see oneself.
  await expect(presence(page, "Olivia Owner is here")).toHaveCount(0);
  await sam.page.close({ runBeforeUnload: false });
  // At once, not when the server forgets.
  await expect(presence(page, "Sam Lee is here")).toBeHidden({ timeout: 8_000 });
  await sam.context.close();
});

test("C21 “is replying” while somebody writes, and no longer once it is sent", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  await openConversation(page, lead.conversation_id);
  await openConversation(sam.page, lead.conversation_id);
  await composer(sam.page).pressSequentially("Hi Maya");
  await expect(presence(page, "Sam Lee is replying")).toBeVisible();
  await send(sam.page, "Hi Maya, it is Sam");
  await expect(said(page, "Hi Maya, it is Sam")).toBeVisible();
  await expect(presence(page, "Sam Lee is here")).toBeVisible();
  await writeInstead(sam.page, "Comment");
  await commentComposer(sam.page).pressSequentially("She");
  await expect(presence(page, "Sam Lee is writing a comment")).toBeVisible();
  // Whoever stops typing no longer writes.
  await expect(presence(page, "Sam Lee is here")).toBeVisible();
  await sam.context.close();
});

test("C21 going to another conversation is seen in both", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  await desk.maya({ first_name: "Theo" });
  const sam = await colleague(app, workspace, browser);
  await openConversation(page, lead.conversation_id);
  await openConversation(sam.page, lead.conversation_id);
  await expect(presence(page, "Sam Lee is here")).toBeVisible();
  await row(sam.page, "Theo").click();
  await expect(presence(page, "Sam Lee is here")).toBeHidden();
  await row(page, "Theo").click();
  await expect(presence(page, "Sam Lee is here")).toBeVisible();
  await sam.page.goto("/templates");
  await expect(presence(page, "Sam Lee is here")).toBeHidden();
  await sam.context.close();
});

test("C21 X9 a program says through the api that it writes", async ({ app, page, desk, workspace }) => {
  const { lead } = await desk.maya();
  const { secret } = await makeToken(workspace, "Drafter", ["conversations"]);
  await openConversation(page, lead.conversation_id);
  await expect(async () => {
    const said = await page.request.put(`${app.baseURL}/api/v1/presence/019adc1e-0000-7000-8000-000000000001`, {
      headers: { authorization: `Bearer ${secret}` },
      data: { conversation_id: lead.conversation_id, doing: "replying" },
    });
    expect(said.status()).toBe(200);
    await expect(presence(page, "Drafter is replying")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
});
