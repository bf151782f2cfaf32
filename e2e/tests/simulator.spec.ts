// The contact's phone.
import type { Page } from "@playwright/test";

import { expect, formatted, newPhone, openConversation, row, rows, said, test } from "../fixtures";

function screen(page: Page) {
  return page.getByRole("log", { name: "Texts on this phone" });
}

async function write(page: Page, words: string) {
  await page.getByRole("textbox", { name: "Write as the contact" }).fill(words);
  await page.getByRole("button", { name: "Send as the contact" }).click();
}

test("X1 anybody's phone can write to the workspace, in any spelling, and becomes a contact", async ({ page, desk, context }) => {
  const phone = newPhone();
  const inbox = await context.newPage();
  await inbox.goto("/");

  await page.goto("/handset");
  await page.getByLabel("Any phone number").fill("call me");
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByLabel("Any phone number")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Any phone number").fill(formatted(phone));
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByRole("heading", { name: `Phone of ${formatted(phone)}` })).toBeVisible();
  await write(page, "Is this still free?");

  await expect(screen(page)).toContainText("Is this still free?");
  await expect(row(inbox, formatted(phone))).toContainText("Is this still free?");
  await expect(page.getByRole("navigation", { name: "Phones" }).getByRole("link", { name: formatted(phone) })).toBeVisible();
});

test("X1 a text that the carrier reports five times arrives once", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await page.goto(`/handset/${encodeURIComponent(handset.phone)}`);
  await page.getByLabel("The carrier reports each text").selectOption("5");
  await write(page, "Only once, please");
  await write(page, "And then this");
  await expect(screen(page)).toContainText("And then this");

  await openConversation(page, lead.conversation_id);
  await expect(said(page, "And then this")).toHaveCount(1);
  await expect(said(page, "Only once, please")).toHaveCount(1);
});

for (const [way, outcome] of [
  ["Is reported twice", "delivered"],
  ["Is reported out of order", "delivered"],
  ["Arrives late", "delivered"],
  ["Is accepted, then not delivered", "Not delivered."],
  ["Is refused by the carrier at once", "Not sent, and not charged."],
] as const) {
  test(`X1 the next text “${way}”, and the thread tells what became of it`, async ({ page, desk }) => {
    const { lead, handset } = await desk.maya();
    await page.goto(`/handset/${encodeURIComponent(handset.phone)}`);
    await page.getByRole("radio", { name: way }).check();
    if (way === "Arrives late") await page.getByLabel("Seconds").fill("1");
    const behaviour = page.getByRole("group", { name: "The next text to this phone" });
    await expect(behaviour.getByRole("radio", { name: way })).toBeChecked();
    await expect(page.getByText("The next text is delivered.")).toHaveCount(0);
    await desk.sends(lead.conversation_id, "How about Tuesday?");

    await openConversation(page, lead.conversation_id);
    await expect(said(page, "How about Tuesday?")).toContainText(outcome);
    await page.goto(`/handset/${encodeURIComponent(handset.phone)}`);
    const arrived = outcome === "delivered" ? 1 : 0;
    await expect(screen(page).getByText("How about Tuesday?")).toHaveCount(arrived);
    await expect(page.getByText("The next text is delivered.")).toBeVisible();
  });
}

test("X1 the phone shows what the contact sees, live, and never the workspace's other threads", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  const other = await desk.maya();
  await page.goto(`/handset/${encodeURIComponent(handset.phone)}`);
  await expect(screen(page)).toContainText("No texts yet");
  await desk.sends(other.lead.conversation_id, "Not for this phone");
  await desk.sends(lead.conversation_id, "Hello Maya");
  await expect(screen(page)).toContainText("Hello Maya");
  await expect(screen(page)).not.toContainText("Not for this phone");
  await expect(rows(page)).toHaveCount(0);
});
