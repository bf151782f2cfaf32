// The signed-in person's own names.
import { expect, notice, test } from "../fixtures";

test("S1 names are changed and shown joined, in every browser of the person", async ({ app, page, workspace, browser }) => {
  const elsewhere = await browser.newContext({ baseURL: app.baseURL });
  await workspace.signIn(elsewhere);
  const other = await elsewhere.newPage();
  await other.goto("/settings/profile");
  await other.getByRole("button", { name: "Account" }).click();
  await expect(other.getByRole("menu")).toContainText("Olivia Owner");

  await page.goto("/settings/profile");
  await page.getByLabel("First name").fill("Òscar");
  await page.getByLabel("Last name").fill("O’Neill");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(notice(page, "Saved")).toBeVisible();

  await expect(other.getByRole("menu")).toContainText("Òscar O’Neill");
  await page.reload();
  await expect(page.getByLabel("Last name")).toHaveValue("O’Neill");
  await elsewhere.close();
});

test("S1 the email can be read and not typed over", async ({ page, workspace }) => {
  await page.goto("/settings/profile");
  await expect(page.getByLabel("Email")).toHaveValue(workspace.owner.email);
  await expect(page.getByLabel("Email")).not.toBeEditable();
});

test("S1 a name left empty is refused at its field", async ({ page, workspace }) => {
  await page.goto("/settings/profile");
  await expect(page.getByLabel("First name")).toHaveValue(workspace.owner.firstName);
  await page.getByLabel("First name").fill(" ");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByLabel("First name")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("First name")).toBeFocused();
});
