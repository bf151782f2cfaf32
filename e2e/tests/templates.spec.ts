// Texts that agents send often: kept once, inserted with a few keys.
import { composer, expect, expectAccessible, openConversation, said, test } from "../fixtures";

test("P3 a template is made with a live preview, changed and deleted", async ({ page, workspace }) => {
  await page.goto("/templates");
  await page.getByRole("button", { name: "New template" }).first().click();
  const form = page.getByRole("dialog", { name: "New template" });
  await form.getByLabel("Title").fill("Quote is ready");
  await form.getByLabel("Shortcut").fill("Two words");
  await form.getByLabel("Text").fill("Hi {{first_name}}, see https://bit.ly/x {{frist}}");
  await expect(form.getByRole("region", { name: "Preview" })).toContainText("Hi Maya, see");
  await expect(form.getByRole("region", { name: "Preview" })).toContainText("1 segment");
  await expect(form.getByRole("status")).toContainText("Not a merge field: {{frist}}");
  await expect(form.getByRole("status")).toContainText("bit.ly");
  await form.getByRole("button", { name: "Make template" }).click();
  await expect(form.getByLabel("Shortcut")).toBeFocused();
  await expect(form).toContainText("Use letters, digits and - only");
  await form.getByLabel("Shortcut").fill("quote");
  await form.getByLabel("Text").fill("Hi {{first_name|there}}, your quote is ready.");
  await expectAccessible(page);
  await form.getByRole("button", { name: "Make template" }).click();
  const list = page.getByRole("list", { name: "Templates" });
  await expect(list).toContainText("/quote");

  await list.getByRole("button", { name: "Edit Quote is ready" }).click();
  await page.getByRole("dialog").getByLabel("Title").fill("Your quote");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(list).toContainText("Your quote");

  await list.getByRole("button", { name: "Delete Your quote" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No templates yet")).toBeVisible();
});

test("P3 a new template is in another open browser at once", async ({ page, workspace }) => {
  await page.goto("/templates");
  await expect(page.getByText("No templates yet")).toBeVisible();
  await workspace.call("create_template", { body: { title: "Hello", body: "Hi", shortcut: "hi" } });
  await expect(page.getByRole("list", { name: "Templates" })).toContainText("/hi");
});

test("C9 a shortcut expands as it is typed, with its fields filled", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  const make = (title: string, shortcut: string, body: string) =>
    desk.workspace.call("create_template", { body: { title, shortcut, body } });
  await make("Hello", "hi", "Hi {{first_name}}!");
  await make("Hello again", "hi-again", "Good to hear from you, {{first_name|friend}}.");
  await make("For a company", "firm", "Is {{company}} still yours?");
  await openConversation(page, lead.conversation_id);

  await composer(page).pressSequentially("/hi-again");
  await expect(composer(page)).toHaveValue("Good to hear from you, Maya.");
  await composer(page).pressSequentially(" /h");
  const offered = page.getByRole("listbox", { name: "Templates by shortcut" });
  await expect(offered.getByRole("option")).toHaveCount(2);
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("Good to hear from you, Maya. Hi Maya!");
  await composer(page).press("Enter");
  await expect(said(page, "Good to hear from you, Maya. Hi Maya!")).toBeVisible();

  // A field that nothing is known for blocks sending, and is ready to be typed over.
  await composer(page).pressSequentially("/firm");
  await expect(page.getByRole("alert")).toContainText("Put words in place of {{company}}");
  await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();
  await composer(page).pressSequentially("Robinson Farms");
  await expect(composer(page)).toHaveValue("Is Robinson Farms still yours?");
  await composer(page).press("Enter");
  await expect(said(page, "Is Robinson Farms still yours?")).toBeVisible();
});

test("C9 the space typed after a shortcut ends it, and an open field stays open and blocks sending", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await desk.workspace.call("create_template", {
    body: { title: "Intro", shortcut: "intro", body: "Hi {{first_name}} from {{company}}, {{zip}}?" },
  });
  await desk.workspace.call("create_template", { body: { title: "Hello", shortcut: "hello", body: "Hi {{first_name}}" } });
  await openConversation(page, lead.conversation_id);
  await composer(page).pressSequentially("/intro ");
  await expect(composer(page)).toHaveValue("Hi Maya from {{company}}, {{zip}}?");
  await expect(page.getByRole("alert")).toContainText("{{company}}");
  await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("Hi Maya from {{company}}, {{zip}}?");
  // It is still the one that is typed over, spaces and all.
  await composer(page).pressSequentially("Robinson Farms");
  await expect(composer(page)).toHaveValue("Hi Maya from Robinson Farms, {{zip}}?");
  await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();

  // Where nothing is open, a space is a space.
  await composer(page).fill("");
  await composer(page).pressSequentially("/hello there");
  await expect(composer(page)).toHaveValue("Hi Maya there");
});

test("C9 the Template button finds a template by its title", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await desk.workspace.call("create_template", { body: { title: "Quote is ready", body: "Your quote is ready." } });
  await desk.workspace.call("create_template", { body: { title: "Reminder", body: "Shall we talk?" } });
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("Hello.");
  await page.getByRole("button", { name: "Template", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Choose a template" });
  await expect(dialog.getByRole("listitem")).toHaveCount(2);
  await expectAccessible(page);
  await dialog.getByLabel("Find by title").fill("quote");
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  await dialog.getByLabel("Find by title").press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(composer(page)).toHaveValue("Hello. Your quote is ready.");
  await expect(composer(page)).toBeFocused();
});
