// What vendors post.
import { expect, formatted, makeToken, newPhone, openConversation, contact, row, rows, said, test } from "../fixtures";

test("S4 JSON and forms both become conversations, the token in the header or in the form", async ({ app, page, workspace, playwright }) => {
  const { secret } = await makeToken(workspace, "SmartQuotes", ["leads"]);
  const vendor = await playwright.request.newContext({ baseURL: app.baseURL });
  const header = { authorization: `Bearer ${secret}` };
  await page.goto("/");
  await expect(page.getByText("Start with a number")).toBeVisible();

  const json = { phone: newPhone(), first_name: "Maya" };
  const form = { phone: formatted(newPhone()), first_name: "Theo", last_name: "O'Neil & Söhne" };
  expect((await vendor.post("/api/v1/leads", { headers: header, data: json })).status()).toBe(201);
  expect((await vendor.post("/api/v1/leads", { headers: header, form })).status()).toBe(201);
  expect((await vendor.post("/api/v1/leads", { form: { ...form, phone: newPhone(), first_name: "Ana", token: secret } })).status()).toBe(201);
  await expect(row(page, "Maya")).toBeVisible();
  await expect(row(page, "Theo O'Neil & Söhne")).toBeVisible();
  await expect(row(page, "Ana")).toBeVisible();
  await vendor.dispose();
});

test("S4 the same lead again makes no second contact, and another phone under its id is refused", async ({ app, page, workspace, playwright }) => {
  const { secret } = await makeToken(workspace, "SmartQuotes", ["leads"]);
  const vendor = await playwright.request.newContext({ baseURL: app.baseURL });
  const post = (data: object) => vendor.post("/api/v1/leads", { headers: { authorization: `Bearer ${secret}` }, data });
  const lead = { phone: newPhone(), first_name: "Maya", external_id: "SQ-7" };
  const first = await (await post(lead)).json();
  expect(first.created).toBe(true);
  const again = await (await post({ ...lead, phone: formatted(lead.phone) })).json();
  expect(again.contact_id).toBe(first.contact_id);
  const taken = await post({ ...lead, phone: newPhone() });
  expect(taken.status()).toBe(409);
  expect((await taken.json()).code).toBe("external_id_taken");
  await page.goto("/");
  await expect(rows(page)).toHaveCount(1);
  await vendor.dispose();
});

test("S4 a lead that can't be read is answered with a problem that names the field", async ({ app, workspace, playwright }) => {
  const { secret } = await makeToken(workspace, "SmartQuotes", ["leads"]);
  const vendor = await playwright.request.newContext({ baseURL: app.baseURL });
  const headers = { authorization: `Bearer ${secret}` };
  const bad = await vendor.post("/api/v1/leads", { headers, data: { phone: "12345" } });
  expect(bad.status()).toBe(422);
  expect((await bad.json()).fields).toEqual([expect.objectContaining({ field: "phone" })]);
  const broken = await vendor.post("/api/v1/leads", {
    headers: { ...headers, "content-type": "application/json" },
    data: '{"phone": ',
  });
  expect(broken.status()).toBe(400);
  expect(broken.headers()["content-type"]).toBe("application/problem+json");
  expect((await vendor.post("/api/v1/leads", { data: { phone: newPhone() } })).status()).toBe(401);
  await vendor.dispose();
});

test("S4 C7 the thread tells where a lead came from, and the contact what it said", async ({ page, desk }) => {
  const lead = await desk.lead({
    phone: newPhone(),
    first_name: "Theo",
    zip: "90210",
    state: "California",
    date_of_birth: "03/14/1988",
    consent_at: "2026-11-20T15:04:05Z",
    consent_source_url: "https://quotes.example/form",
  });
  await openConversation(page, lead.conversation_id);
  await expect(said(page, "Lead from SmartQuotes")).toBeVisible();
  await expect(contact(page)).toContainText("California");
  await expect(contact(page)).toContainText("Agreed to texts");
  await expect(contact(page).getByRole("link", { name: "Where it was given" })).toHaveAttribute("href", "https://quotes.example/form");
});
