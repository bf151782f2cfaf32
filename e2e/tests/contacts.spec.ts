// The contact beside the conversation.
import { contact, expect, newPhone, notice, openConversation, part, row, test } from "../fixtures";

test("C10 every field but the phone can be edited, and the change is seen in every browser", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const elsewhere = await browser.newContext({ baseURL: app.baseURL });
  await workspace.signIn(elsewhere);
  const other = await elsewhere.newPage();
  await openConversation(other, lead.conversation_id);
  await expect(contact(other)).toContainText("Robinson");

  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "Edit" }).click();
  await expect(contact(page).getByLabel("Phone")).not.toBeEditable();
  const typed = {
    "First name": "María",
    "Last name": "Robinson-Díaz",
    Email: "maria@example.net",
    "Date of birth": "1988-03-14",
    ZIP: "78704",
    Company: "Díaz & Co.",
    Source: "Fair in Austin",
  };
  for (const [label, value] of Object.entries(typed)) await contact(page).getByLabel(label).fill(value);
  await contact(page).getByLabel("State").selectOption("TX");
  await contact(page).getByRole("button", { name: "Save changes" }).click();
  await expect(notice(page, "Contact saved")).toBeVisible();

  for (const browserPage of [page, other]) {
    for (const value of ["María", "Robinson-Díaz", "maria@example.net", "78704", "Texas", "Díaz & Co.", "Fair in Austin"]) {
      await expect(contact(browserPage)).toContainText(value);
    }
    await expect(row(browserPage, "María Robinson-Díaz")).toBeVisible();
  }
  await elsewhere.close();
});

test("C10 what can't be is refused at its field, with everything typed still there", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "Edit" }).click();
  await contact(page).getByLabel("Company").fill("Robinson Roofing");
  await contact(page).getByLabel("ZIP").fill("787");
  await contact(page).getByLabel("Email").fill("maya at home");
  await contact(page).getByRole("button", { name: "Save changes" }).click();
  await expect(contact(page).getByLabel("Email")).toBeFocused();
  for (const label of ["Email", "ZIP"]) {
    await expect(contact(page).getByLabel(label)).toHaveAttribute("aria-invalid", "true");
  }
  await expect(contact(page).getByLabel("Company")).toHaveValue("Robinson Roofing");
});

test("C10 phone, email, date of birth and ZIP are copied with one click, and that is said", async ({ page, desk, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { lead, handset } = await desk.maya({ email: "maya@example.net", date_of_birth: "1988-03-14", zip: "78704" });
  await openConversation(page, lead.conversation_id);
  const copies = [
    ["phone number", "Phone number copied", handset.phone],
    ["email", "Email copied", "maya@example.net"],
    ["date of birth", "Date of birth copied", "1988-03-14"],
    ["ZIP", "ZIP copied", "78704"],
  ] as const;
  for (const [what, said, value] of copies) {
    await contact(page).getByRole("button", { name: `Copy ${what}` }).click();
    await expect(contact(page).getByText(said)).toBeAttached();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(value);
  }
});

test("C10 what is being typed stays when somebody else changes the contact meanwhile", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "Edit" }).click();
  await contact(page).getByLabel("Company").fill("Robinson Roofing");
  await workspace.call("update_contact", {
    path: { contact_id: lead.contact_id },
    body: { company: "Robinson & Sons", zip: "78704" },
  });
  await expect(contact(page).getByLabel("ZIP")).toHaveValue("78704");
  await expect(contact(page).getByLabel("Company")).toHaveValue("Robinson Roofing");
  await expect(contact(page)).toContainText("Somebody else has just changed this to “Robinson & Sons”.");
});

test("S4 what a lead said beyond the known fields stands beside its contact, in words", async ({ page, desk }) => {
  const lead = await desk.lead({ phone: newPhone(), first_name: "Theo", roof_age: "12 years", notes: "Call after five." });
  await openConversation(page, lead.conversation_id);
  await expect(contact(page)).toContainText("12 years");
  await expect(contact(page)).toContainText("Roof age");
  await expect(part(page, "The vendor’s note")).toContainText("Call after five.");
});

test("C10 what is half typed of a contact outlives another conversation and a reload", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  const theo = await desk.lead({ phone: newPhone(), first_name: "Theo" });
  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "Edit" }).click();
  await contact(page).getByLabel("Company").fill("Robinson Roofing");

  await row(page, "Theo").click();
  await expect(contact(page).getByLabel("Company")).toBeHidden();
  await row(page, "Maya").click();
  await expect(contact(page).getByLabel("Company")).toHaveValue("Robinson Roofing");
  await page.reload();
  await expect(contact(page).getByLabel("Company")).toHaveValue("Robinson Roofing");

  await contact(page).getByRole("button", { name: "Cancel" }).click();
  await openConversation(page, theo.conversation_id);
  await openConversation(page, lead.conversation_id);
  await expect(contact(page).getByRole("button", { name: "Edit" })).toBeVisible();
});

test("C10 only what is known is shown, and the rest waits behind a button", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await expect(contact(page)).toContainText("Robinson");
  await expect(contact(page).getByText("Date of birth")).toBeHidden();
  await contact(page).getByRole("button", { name: "Add details" }).click();
  await expect(contact(page).getByLabel("Date of birth")).toBeVisible();
});
