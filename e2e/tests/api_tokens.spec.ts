// Tokens for lead vendors.
import { expect, goTo, newPhone, part, test } from "../fixtures";

test("S3 a token is shown once, works until it is revoked, and tells its last use", async ({ app, page, workspace, playwright }) => {
  await page.goto("/settings/api-tokens");
  await page.getByLabel("Name", { exact: true }).fill("Acme Leads");
  await page.getByRole("button", { name: "Make token" }).click();

  const made = part(page, "Copy the secret now");
  await expect(made).toContainText(`curl ${app.baseURL}/api/v1/leads`);
  const [secret] = (await made.textContent())!.match(/clp_\w+/)!;
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  await page.reload();
  const item = part(page, "Tokens").getByRole("listitem").filter({ hasText: "Acme Leads" });
  await expect(item).toContainText("Never used");
  await expect(page.getByText(secret)).toHaveCount(0);

  const vendor = await playwright.request.newContext({ baseURL: app.baseURL });
  const post = () => vendor.post("/api/v1/leads", {
    headers: { authorization: `Bearer ${secret}` },
    data: { phone: newPhone() },
  });
  expect((await post()).status()).toBe(201);
  await page.reload();
  await expect(item).toContainText("Last used");

  await page.getByRole("button", { name: "Revoke Acme Leads" }).click();
  await page.getByRole("dialog", { name: "Revoke Acme Leads?" }).getByRole("button", { name: "Revoke" }).click();
  await expect(item).toContainText("Revoked");
  expect((await post()).status()).toBe(401);
  await vendor.dispose();
});

test("S3 a token for leads only can do nothing else", async ({ app, workspace, playwright }) => {
  const { secret } = await workspace.call<{ secret: string }>("create_api_token", {
    body: { name: "Vendor", scopes: ["leads"] },
  });
  const vendor = await playwright.request.newContext({ baseURL: app.baseURL });
  const answer = await vendor.get("/api/v1/conversations", { headers: { authorization: `Bearer ${secret}` } });
  expect(answer.status()).toBe(403);
  await vendor.dispose();
});

test("S3 a token without a name or anything to do is refused at the field", async ({ page, workspace }) => {
  await page.goto("/settings/api-tokens");
  await page.getByLabel("Leads", { exact: true }).uncheck();
  await page.getByRole("button", { name: "Make token" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("group", { name: "What it may do" }).getByRole("alert")).toBeVisible();
});

test("S3 a new token's secret stays until the person says that it is copied", async ({ page, workspace }) => {
  await page.goto("/settings/api-tokens");
  await page.getByLabel("Name", { exact: true }).fill("SmartQuotes");
  await page.getByRole("button", { name: "Make token" }).click();
  await expect(page.getByRole("heading", { name: "Copy the secret now" })).toBeVisible();
  await goTo(page, "Numbers");
  await goTo(page, "Settings");
  await page.getByRole("link", { name: "API tokens" }).click();
  await expect(page.getByRole("heading", { name: "Copy the secret now" })).toBeVisible();
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByRole("heading", { name: "New token" })).toBeVisible();
});
