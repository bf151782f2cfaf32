// The workspace's phone numbers.
import type { Page } from "@playwright/test";

import { choose, expect, formatted, notice, part, rent, test } from "../fixtures";

/** The workspace's own numbers, one item each. */
function own(page: Page) {
  return part(page, "Your numbers").getByRole("listitem");
}

test("S12 a number is found by area code and digits, rented, and usable a moment later", async ({ page, workspace }) => {
  await page.goto("/numbers");
  await expect(page.getByText("No number yet")).toBeVisible();
  await page.getByLabel("Area code").fill("512");
  await page.getByLabel("Contains").fill("01");
  await page.getByRole("button", { name: "Search" }).click();
  const offer = page.getByRole("list", { name: "Numbers to rent" }).getByRole("button").first();
  const phone = (await offer.textContent())!.match(/\(512\) [\d-]+/)![0];
  expect(phone.replace(/\D/g, "").slice(3)).toContain("01");
  await offer.click();

  const item = own(page).filter({ hasText: phone });
  await expect(item).toContainText("Default");
  await expect(item).not.toContainText("Being set up");
  await expect(page.getByRole("button", { name: `Rent ${phone}` })).toHaveCount(0);
});

test("S12 what the carrier doesn't have is said with what to try", async ({ page, workspace }) => {
  await page.goto("/numbers");
  await page.getByLabel("Area code").fill("5x");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByLabel("Area code")).toHaveAttribute("aria-invalid", "true");

  await page.getByLabel("Area code").fill("512");
  await page.getByLabel("Contains").fill("9999");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("Nothing to rent here")).toBeVisible();
});

test("S12 a number is named, made the default, and released with what that ends said first", async ({ page, desk, workspace }) => {
  const first = formatted(desk.number);
  const second = formatted(await rent(workspace, "737"));
  const { lead } = await desk.maya();
  await desk.sends(lead.conversation_id, "From the first number");

  await page.goto("/numbers");
  await choose(page, `Actions for ${second}`, "Rename");
  await page.getByLabel("Name").fill("Austin");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(own(page).filter({ hasText: second })).toContainText("Austin");

  await choose(page, `Actions for ${second}`, "Make default");
  await expect(own(page).filter({ hasText: second })).toContainText("Default");
  await expect(own(page).filter({ hasText: first })).not.toContainText("Default");

  await choose(page, `Actions for ${first}`, "Release");
  const question = page.getByRole("dialog", { name: `Release ${first}?` });
  await expect(question).toContainText(`1 conversation will reply from ${second} instead.`);
  await question.getByRole("button", { name: "Release" }).click();
  await expect(notice(page, `${first} is being released`)).toBeVisible();
  await expect(own(page).filter({ hasText: first })).toHaveCount(0);
});
