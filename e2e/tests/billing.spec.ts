// The balance, the cards and what was charged to them.
import type { Page } from "@playwright/test";

import { addFunds, choose, expect, loseAnswer, newPhone, notice, part, test } from "../fixtures";

/** Types a card of the simulated processor and adds it; the form. */
async function typeCard(page: Page, number: string) {
  await part(page, "Cards").getByRole("button", { name: "Add a card" }).click();
  const form = page.getByRole("dialog", { name: "Add a card" });
  await form.getByLabel("Card number").fill(number);
  await form.getByLabel("Expires").fill("12/35");
  await form.getByLabel("Security code").fill("123");
  await form.getByRole("button", { name: "Add a card" }).click();
  return form;
}

async function addCard(page: Page, number: string) {
  await expect(await typeCard(page, number)).toBeHidden();
}

test("S10 M4 a card is added, funds are charged to it once, and the balance follows by itself", async ({ page, workspace }) => {
  await page.goto("/billing");
  await expect(part(page, "Balance")).toContainText("$0.00");
  await addCard(page, "4242 4242 4242 4242");
  await page.getByRole("group", { name: "Usual amounts" }).getByRole("button", { name: "$25", exact: true }).click();
  await page.getByRole("button", { name: "Add $25.00" }).click();

  await expect(notice(page, "$25.00 added to the balance")).toBeVisible();
  await expect(part(page, "Balance")).toContainText("$25.00");
  const payments = page.getByRole("table", { name: "Payments" }).getByRole("row");
  await expect(payments).toHaveCount(2);
  await expect(payments.last()).toContainText(/Visa ending in 4242.*Paid.*\$25\.00/s);
  await expect(page.getByRole("table", { name: "Transactions" }).getByRole("row").last()).toContainText(/Funds added.*\$25\.00/);
});

test("S10 M4 a declined card says so in plain words and changes nothing", async ({ page, workspace }) => {
  await page.goto("/billing");
  await addCard(page, "4000 0000 0000 0002");
  await page.getByLabel("Amount", { exact: true }).fill("40");
  await page.getByRole("button", { name: "Add $40.00" }).click();

  const payment = page.getByRole("table", { name: "Payments" }).getByRole("row").last();
  await expect(payment).toContainText(/Failed.*declined/is);
  await expect(part(page, "Balance")).toContainText("$0.00");
});

test("S10 an amount out of bounds and an unreadable card are refused where they were typed", async ({ page, workspace }) => {
  await addFunds(workspace, 5);
  await page.goto("/billing");
  await page.getByLabel("Amount", { exact: true }).fill("4.99");
  await page.getByRole("button", { name: "Add $4.99" }).click();
  await expect(page.getByLabel("Amount", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Amount", { exact: true })).toHaveValue("4.99");

  await part(page, "Cards").getByRole("button", { name: "Add a card" }).click();
  const form = page.getByRole("dialog", { name: "Add a card" });
  await form.getByLabel("Card number").fill("4242 4242 4242 4241");
  await form.getByLabel("Expires").fill("13/35");
  await form.getByRole("button", { name: "Add a card" }).click();
  // All that is wrong is said at once.
  for (const field of ["Card number", "Expires", "Security code"]) {
    await expect(form.getByLabel(field)).toHaveAttribute("aria-invalid", "true");
  }
  await form.getByLabel("Expires").fill("12/35");
  await form.getByLabel("Security code").fill("123");
  await form.getByRole("button", { name: "Add a card" }).click();
  await expect(form.getByLabel("Card number")).toHaveAttribute("aria-invalid", "true");
  await expect(form.getByLabel("Card number")).toHaveValue("4242 4242 4242 4241");
});

test("S10 another card is made primary, and only one that isn't can be deleted", async ({ page, workspace }) => {
  await page.goto("/billing");
  await addCard(page, "4242 4242 4242 4242");
  await addCard(page, "5555 5555 5555 4444");
  const cards = part(page, "Cards").getByRole("listitem");
  await expect(cards).toHaveCount(2);
  await expect(page.getByRole("button", { name: /Actions for Visa/ })).toHaveCount(0);

  await choose(page, /Actions for Mastercard/, "Make primary");
  await expect(cards.filter({ hasText: "Mastercard" })).toContainText("Primary");
  await choose(page, /Actions for Visa/, "Delete");
  await page.getByRole("dialog", { name: /Delete Visa/ }).getByRole("button", { name: "Delete" }).click();
  await expect(cards).toHaveCount(1);
});

test("S10 a card whose saving got no answer is saved once when it is added again", async ({ page, workspace }) => {
  await page.goto("/billing");
  await loseAnswer(page, /\/api\/v1\/billing\/cards$/);
  const form = await typeCard(page, "4242 4242 4242 4242");
  await expect(form.getByRole("alert")).toContainText("Copperline doesn't answer");
  await form.getByRole("button", { name: "Add a card" }).click();
  await expect(form).toBeHidden();
  await page.reload();
  await expect(part(page, "Cards").getByRole("listitem")).toHaveCount(1);
});

test("M3 a text that the carrier refuses is paid back, and both movements stand in the list", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await handset.next({ kind: "refuse", error_code: "30006" });
  await desk.sends(lead.conversation_id, "This one never leaves");

  await page.goto("/billing");
  const transactions = page.getByRole("table", { name: "Transactions" }).getByRole("row");
  await expect(transactions.filter({ hasText: "Text sent" })).toContainText("−$0.012");
  await expect(transactions.filter({ hasText: "refunded" })).toContainText("$0.012");
  await expect(part(page, "Balance")).toContainText("$25.00");
});

test("M3 each text counts down the open balance", async ({ page, desk, workspace }) => {
  await page.goto("/billing");
  await expect(part(page, "Balance")).toContainText("$25.00");
  await workspace.call("send_message", { body: { to: newPhone(), body: "é".repeat(161) } });
  await expect(part(page, "Balance")).toContainText("$24.976");
});

test("S10 a new workspace is asked once for a card, and can add funds when it has one", async ({ page, workspace }) => {
  await page.goto("/billing");
  await expect(page.getByRole("button", { name: "Add a card" })).toHaveCount(1);
  await expect(page.getByRole("heading", { name: "Add funds" })).toBeHidden();
  await addCard(page, "4242 4242 4242 4242");
  await expect(page.getByRole("heading", { name: "Add funds" })).toBeVisible();
});

test("X9 what can't be read is said once, with one button that tries it all again", async ({ page, workspace }) => {
  await page.goto("/numbers");
  await page.route("**/api/v1/billing**", (route) => route.abort());
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Billing" }).click();
  await expect(page.getByRole("alert")).toHaveCount(1);
  await expect(page.getByRole("alert")).toContainText("The server may be starting");
  await page.unroute("**/api/v1/billing**");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(part(page, "Balance")).toContainText("$0.00");
});
