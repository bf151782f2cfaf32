// When contacts may be texted, by state.
import { expect, test } from "../fixtures";

test("X5 everybody can read the hours with their sources; whoever runs the installation changes them", async ({ app, page, workspace }) => {
  await page.goto("/settings/texting-hours");
  const table = page.getByRole("table", { name: "Texting hours by state" });
  const row = (state: string) => table.getByRole("row").filter({ has: page.getByRole("rowheader", { name: state }) });
  await expect(row("Every other state")).toContainText(/midnight to midnight.*a test/s);
  // Nobody looks for a button: the page says who changes them, and how.
  await expect(page.getByText("copperline texting-hours set")).toBeVisible();
  await app.cli("texting-hours", "set", "Utah", "--every-day", "8:00-20:00", "--sundays", "none", "--source", "a rule of this house");
  await page.reload();
  await expect(row("Utah")).toContainText(/8:00 am to 8:00 pm.*No texts.*a rule of this house/s);
  expect(await app.cli("texting-hours", "list")).toMatch(/UT\s+08:00-20:00\s+08:00-20:00\s+none\s+a rule of this house/);
  await expect(app.cli("texting-hours", "set", "Utah", "--every-day", "none", "--source", "x")).rejects.toThrow(/wait for ever/);
});
