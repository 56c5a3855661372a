/* Numbers that open: each number in the text becomes a button that shows its exact value, formula, inputs and source rows.
   They stand in a script of the page's own, fetched when the first number is opened: a page opened from disk may run scripts, not read files. */
(() => {
  let facts, ids;
  const rowsNamed = {};
  /* What a fact leaves unstated is as here; it names rows, and runs of rows, by table and key (report.facts.packed). */
  const unstated = { status: "actual", kind: "computed", formula: "", inputs: [], rows: [] };
  const unpack = ({ usual, formulas, facts: held, runs, rows }) => {
    ids = Object.keys(held);
    facts = Object.fromEntries(ids.map((id) => [id, { ...unstated, ...usual[held[id].status ?? unstated.status], text: held[id].value, ...held[id] }]));
    for (const fact of Object.values(facts)) if (typeof fact.formula === "number") fact.formula = formulas[fact.formula];
    for (const [table, kinds] of Object.entries(rows)) {
      for (const { values, ...kind } of kinds) {
        for (const [key, value] of Object.entries(values)) rowsNamed[`${table}:${key}`] = [{ table, key, value, ...kind }];
      }
    }
    for (const [name, keys] of Object.entries(runs)) {
      let above = [];
      rowsNamed[name] = keys.flatMap((key) => {
        above = key.split(" ").map((word, place) => (word === "〃" ? above[place] : word));
        return rowsNamed[`${name.split(":")[0]}:${above.join(" ")}`];
      });
    }
  };

  let loading;
  const loaded = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = document.body.dataset.facts;
      script.onload = () => resolve(unpack(window.pageFacts));
      script.onerror = () => reject(new Error(`cannot read ${script.src}`));
      document.head.append(script);
    });
    return loading;
  };

  /* A number names its fact by id, or, where there are very many, by its place among them. */
  const factOf = (number) => facts[number.dataset.fact] ?? facts[ids[number.dataset.fact]];

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

  const written = (value) => (Array.isArray(value) ? value.join(", ") : typeof value === "number" ? value.toLocaleString("en-GB", { maximumFractionDigits: 10, signDisplay: "negative" }) : String(value));

  const inUnit = (unit) => (!unit || unit === "text" ? "" : unit.startsWith("%") ? unit : ` ${unit}`);

  const kinds = { published: "as published", computed: "computed here", assumed: "assumption", projected: "projection" };
  const states = { actual: "", estimate: "rests on NATO estimates (e)", projection: "projected", assumption: "assumed" };

  const details = (fact) => {
    const lines = [
      ["Value", `${written(fact.value)}${inUnit(fact.unit)}`],
      [fact.band && fact.band.name[0].toUpperCase() + fact.band.name.slice(1), fact.band && `${fact.band.text}: ${fact.band.how}`],
      ["The same range around the IMF’s path", fact.band?.beside],
      ["Formula", fact.formula],
      ["Edition", fact.edition],
      ["Kind", [kinds[fact.kind] ?? fact.kind, states[fact.status] ?? fact.status].filter(Boolean).join("; ")],
    ];
    return element("dl", lines.filter(([, text]) => text).flatMap(([name, text]) => [element("dt", name), element("dd", text)]));
  };

  /* An input is shown to as many figures as its value has, since its words may be rounded: a reader must be able to reckon with it. */
  const exact = ({ value, unit, text }) => {
    if (typeof value !== "number") return text;
    return value.toLocaleString("en-GB", { maximumSignificantDigits: 9, signDisplay: "negative" }) + (["number", "ratio", "factor"].includes(unit) ? "" : inUnit(unit));
  };

  const inputs = (fact) => {
    const known = fact.inputs.map((id) => facts[id]).filter(Boolean);
    if (!known.length) return [];
    const items = known.map((input) => element("li", button(`${input.label}: ${exact(input)}`, () => show(input, input.text, fact))));
    return [element("h3", "Made from"), element("ul", items)];
  };

  /* Where a source is an address, it leads there. */
  const cell = (words) => element("td", /^https?:/.test(words) ? element("a", words, { href: words }) : words);

  const sourceRows = (fact) => {
    if (!fact.rows.length) return [];
    const cells = ["table", "key", "value", "unit", "source", "locator"];
    const head = element("tr", ["Table", "Row", "Value", "Unit", "Source", "Place"].map((name) => element("th", name, { scope: "col" })));
    const body = fact.rows.flatMap((name) => rowsNamed[name]).map((row) => element("tr", cells.map((name) => cell(written(row[name] ?? "")))));
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
    const body = element("div", [...back, element("p", fact.heading ?? text, { className: "value" }), details(fact), ...inputs(fact), ...sourceRows(fact)], { className: "body" });
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

  const open = async (anchor, number, text) => {
    await loaded();
    opener = anchor;
    show(factOf(number), text);
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

  const numbers = [...document.querySelectorAll("[data-fact]")];
  if (!numbers.length || !panel.showPopover) return;
  document.body.append(panel);
  /* Not a button element: that is a box, and lists of names must be able to break across lines. */
  for (const number of numbers) {
    const text = number.textContent;
    const trigger = element("span", [...number.childNodes], { tabIndex: 0, role: "button", ariaHasPopup: "dialog", ariaExpanded: "false" });
    const act = () => open(trigger, number, text);
    trigger.addEventListener("click", act);
    trigger.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act();
    });
    number.append(trigger);
  }
})();
