// The explorer of the API.
import { expect, makeToken, newPhone, row, test } from "../fixtures";

test("X9 the explorer works with no network: every operation is there and can be tried with a token", async ({ app, page, workspace, context }) => {
  const strangers: string[] = [];
  await context.route("**/*", (route) => {
    if (route.request().url().startsWith(app.baseURL)) return route.continue();
    strangers.push(route.request().url());
    return route.abort();
  });
  const { secret } = await makeToken(workspace, "Explorer", ["leads"]);
  const document = await (await page.request.get("/api/openapi.json")).json();
  const operations = Object.values<Record<string, unknown>>(document.paths).flatMap((path) => Object.keys(path));

  await page.goto("/api/docs");
  await expect(page.getByRole("heading", { name: /Copperline/ })).toBeVisible();
  await expect(page.locator(".opblock")).toHaveCount(operations.length);

  await page.getByRole("button", { name: "Authorize" }).first().click();
  const token = page.locator(".auth-container", { hasText: /bearer/i });
  await token.getByRole("textbox").fill(secret);
  await token.getByRole("button", { name: /Apply credentials/i }).click();
  await page.getByRole("button", { name: "Close" }).first().click();

  const lead = page.locator("#operations-leads-create_lead");
  await lead.getByRole("button", { name: /leads/ }).first().click();
  await lead.getByRole("button", { name: "Try it out" }).click();
  const phone = newPhone();
  await lead.getByRole("textbox").last().fill(JSON.stringify({ phone, first_name: "Explored" }));
  await lead.getByRole("button", { name: "Execute" }).click();
  await expect(lead.locator(".live-responses-table tbody .response-col_status").first()).toContainText("201");
  expect(strangers).toEqual([]);

  await page.goto("/");
  await expect(row(page, "Explored")).toBeVisible();
});

test("X9 X10 the explorer wears Copperline's colours, and leads back", async ({ page, workspace }) => {
  // As it is painted: one colour has several names.
  const paper = () =>
    page.evaluate(() => {
      const canvas = document.createElement("canvas").getContext("2d")!;
      canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      return canvas.getImageData(0, 0, 1, 1).data.join();
    });
  const seen: Record<string, string[]> = {};
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto("/settings/profile");
    await expect(page.getByLabel("Email")).toHaveValue(workspace.owner.email);
    const own = await paper();
    await page.goto("/api/docs");
    await expect(page.getByRole("heading", { name: /Copperline/ })).toBeVisible();
    seen[colorScheme] = [own, await paper()];
  }
  expect(seen.light![1]).toBe(seen.light![0]);
  expect(seen.dark![1]).toBe(seen.dark![0]);
  expect(seen.dark![1]).not.toBe(seen.light![1]);

  await page.getByRole("link", { name: "Back to Copperline" }).click();
  await expect(page.getByRole("heading", { name: "Conversations" })).toBeVisible();
});
