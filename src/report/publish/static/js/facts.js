/* Numbers that open: each number in the text becomes a button that shows its exact value, formula, inputs and source rows. */
(() => {
  const holder = document.getElementById("page-data");
  const { facts = {}, usual = {}, rows = [], row_kinds: kindsOfRow = [] } = holder ? JSON.parse(holder.textContent) : {};
  for (const id in facts) facts[id] = { ...usual, ...facts[id] };
  /* A number names its fact by id, or, where there are very many, by its place among them. */
  const ids = Object.keys(facts);
  const factOf = (number) => facts[number.dataset.fact] ?? facts[ids[number.dataset.fact]];
  const sourceRow = ([kind, key, value]) => ({ ...kindsOfRow[kind], key, value });

  const element = (tag, content, properties = {}) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...[content ?? []].flat());
    return made;
  };

  const button = (content, action) => {
    const made = element("button", content, { type: "button" });
    made.addEventListener("click", action);
    return made;
  };

  const panel = element("div", [], { id: "fact-panel", className: "fact-panel", popover: "auto" });
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-labelledby", "fact-panel-title");
  let opener = null;

  const written = (value) => (Array.isArray(value) ? value.join(", ") : typeof value === "number" ? value.toLocaleString("en-GB", { maximumFractionDigits: 10 }) : String(value));

  const inUnit = (unit) => (!unit || unit === "text" ? "" : unit.startsWith("%") ? unit : ` ${unit}`);

  const kinds = { published: "as published", computed: "computed here", assumed: "assumption", projected: "projection" };
  const states = { actual: "", estimate: "rests on NATO estimates (e)", projection: "projected", assumption: "assumed" };

  const details = (fact) => {
    const lines = [
      ["Value", `${written(fact.value)}${inUnit(fact.unit)}`],
      [`${fact.band?.percent}% range`, fact.band && `${fact.band.text}: ${fact.band.how}`],
      ["Formula", fact.formula],
      ["Edition", fact.edition],
      ["Kind", [kinds[fact.kind] ?? fact.kind, states[fact.status] ?? fact.status].filter(Boolean).join("; ")],
    ];
    return element("dl", lines.filter(([, text]) => text).flatMap(([name, text]) => [element("dt", name), element("dd", text)]));
  };

  const inputs = (fact) => {
    const known = (fact.inputs ?? []).map((place) => facts[ids[place]]).filter(Boolean);
    if (!known.length) return [];
    const items = known.map((input) => element("li", button(`${input.label}: ${input.text}`, () => show(input, input.text, fact))));
    return [element("h3", "Made from"), element("ul", items)];
  };

  /* Names and dates that are facts only so that no digit is typed: they open too, but do not ask for it. */
  const isMereName = (fact) => fact.unit === "text" && !fact.rows?.length && !fact.inputs?.length;

  /* Where a source is an address, it leads there. */
  const cell = (words) => element("td", /^https?:/.test(words) ? element("a", words, { href: words }) : words);

  const sourceRows = (fact) => {
    if (!fact.rows?.length) return [];
    const cells = ["table", "key", "value", "unit", "source", "locator"];
    const head = element("tr", ["Table", "Row", "Value", "Unit", "Source", "Place"].map((name) => element("th", name, { scope: "col" })));
    const body = fact.rows.map((place) => sourceRow(rows[place])).map((row) => element("tr", cells.map((name) => cell(written(row[name] ?? "")))));
    const region = element("div", element("table", [element("thead", head), element("tbody", body)]), { className: "scroll", tabIndex: 0 });
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", "Source rows");
    return [element("h3", "Source rows"), region];
  };

  const show = (fact, text, previous) => {
    const title = element("h2", fact.label, { id: "fact-panel-title", tabIndex: -1 });
    const back = previous ? [element("p", button(`← ${previous.label}`, () => show(previous, previous.text)))] : [];
    const close = button("✕", () => panel.hidePopover());
    close.setAttribute("aria-label", "Close");
    const body = element("div", [...back, element("p", text, { className: "value" }), details(fact), ...inputs(fact), ...sourceRows(fact)], { className: "body" });
    panel.replaceChildren(element("div", [title, close], { className: "head" }), body);
    panel.scrollTop = 0;
    if (panel.matches(":popover-open")) title.focus();
  };

  const place = (anchor) => {
    const { left, bottom, top } = anchor.getBoundingClientRect();
    const below = bottom + panel.offsetHeight + 12 < innerHeight || top < innerHeight / 2;
    panel.style.left = `${Math.max(12, Math.min(left, document.documentElement.clientWidth - panel.offsetWidth - 12))}px`;
    panel.style.top = `${Math.max(12, below ? Math.min(bottom + 6, innerHeight - panel.offsetHeight - 12) : top - panel.offsetHeight - 6)}px`;
  };

  const open = (anchor, fact, text) => {
    opener = anchor;
    show(fact, text);
    panel.showPopover();
    place(anchor);
    anchor.setAttribute("aria-expanded", "true");
    panel.querySelector("h2").focus({ preventScroll: true });
  };

  panel.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || !opener) return;
    opener.setAttribute("aria-expanded", "false");
    if (panel.contains(document.activeElement) || document.activeElement === document.body) opener.focus({ preventScroll: true });
  });

  const numbers = [...document.querySelectorAll("[data-fact]")].filter(factOf);
  if (!numbers.length || !panel.showPopover) return;
  document.body.append(panel);
  /* Not a button element: that is a box, and lists of names must be able to break across lines. */
  for (const number of numbers) {
    const text = number.textContent;
    const trigger = element("span", [...number.childNodes], { tabIndex: 0, role: "button", ariaHasPopup: "dialog", ariaExpanded: "false" });
    const act = () => open(trigger, factOf(number), text);
    trigger.addEventListener("click", act);
    trigger.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act();
    });
    if (isMereName(factOf(number))) trigger.className = "quiet";
    number.append(trigger);
  }
})();
