/* Numbers that open: each number in the text shows its exact value, how it is worked out, what it is made from and its source rows.
   Those stand in a script of the page's own, fetched when the first number is opened: a page opened from disk may run scripts, not read
   files. Where that script is missing (mail gateways strip them) the panel says what the page itself knows, and the next click tries again. */
(() => {
  let facts, ids, words;
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
  const loaded = () => (loading ??= Promise.all([site.words(), site.script(document.body.dataset.facts)])
    .then(([known]) => { words = known; unpack(window.pageFacts); })
    .catch((error) => { loading = null; throw error; }));

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

  const list = (lines) => element("dl", lines.filter(([, text]) => text).flatMap(([name, text]) => [element("dt", name), element("dd", text)]));

  const details = (fact) => list([
    ["Value", fact.unit === "year" ? String(fact.value) : `${written(fact.value)}${inUnit(fact.unit)}`],
    [fact.band && fact.band.name[0].toUpperCase() + fact.band.name.slice(1), fact.band && `${fact.band.text}: ${fact.band.how}`],
    ["The same range around the IMF’s path", fact.band?.beside],
    ["Formula", fact.formula],
    ["Edition", fact.edition],
    ["Kind", [kinds[fact.kind] ?? fact.kind, states[fact.status] ?? fact.status].filter(Boolean).join("; ")],
  ]);

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

  /* "USA 2026 spend_usd_current" in words: "United States, 2026: defence expenditure, US dollars, …". */
  const inWords = (key) => {
    const parts = key.split(" #")[0].split(" ").map((part) => words.allies[part]?.[0] ?? words.measures[part] ?? part);
    return parts.length > 2 ? `${parts.slice(0, -1).join(", ")}: ${parts.at(-1)}` : parts.join(" ");
  };

  /* A source by its title, leading to where it stands; an address by its site; what is no source of ours is shown as it is. */
  const source = (name) => {
    const [title, url] = words.sources[name] ?? (/^https?:/.test(name) ? [new URL(name).hostname, name] : [name, ""]);
    return url ? element("a", title, { href: url }) : title;
  };

  const sourceRows = (fact) => {
    if (!fact.rows.length) return [];
    const head = element("tr", ["Row", "Value", "Unit", "Source", "Place", "Table"].map((name) => element("th", name, { scope: "col" })));
    const body = fact.rows.flatMap((name) => rowsNamed[name]).map((row) => {
      const said = [element("span", inWords(row.key), { title: row.key }), written(row.value), row.unit, source(row.source ?? ""), source(row.locator ?? ""), row.table];
      return element("tr", said.map((content) => element("td", content)));
    });
    const region = element("div", element("table", [element("thead", head), element("tbody", body)]), { className: "scroll", tabIndex: 0 });
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", "Source rows");
    return [element("h3", "Source rows"), region];
  };

  const titled = (name, content) => {
    const title = element("h2", name, { id: "fact-panel-title", tabIndex: -1 });
    const close = button("✕", () => panel.hidePopover());
    close.setAttribute("aria-label", "Close");
    panel.replaceChildren(element("div", [title, close], { className: "head" }), element("div", content, { className: "body" }));
    panel.scrollTop = 0;
    if (panel.matches(":popover-open")) title.focus();
  };

  const show = (fact, text, previous) => {
    const back = previous ? [element("p", button(`← ${previous.label}`, () => show(previous, previous.text)))] : [];
    titled(fact.label, [...back, element("p", fact.heading ?? text, { className: "value" }), details(fact), ...inputs(fact), ...sourceRows(fact)]);
  };

  /* What the page itself knows of a number. */
  const showWithout = (number, text) => {
    const known = list([["Value", number.getAttribute("value")], ["Name", /^\d+$/.test(number.dataset.fact) ? "" : number.dataset.fact], ["Rests on", [...document.querySelectorAll(".vintage dd")].map((one) => one.textContent.trim()).join("; ")]]);
    titled("A number of this page", [element("p", text, { className: "value" }), known, element("p", `Formula and source rows stand in the file ${document.body.dataset.facts}, which is missing or cannot be read. Keep the pages together with their folders, then choose the number again.`)]);
  };

  /* Beside the sentence, never upon it: under or over it, where there is more room. A sheet at the foot of a phone pushes the page up. */
  const place = (anchor) => {
    const sentence = (anchor.closest("p, li, tr, dd, dt, h1, h4") ?? anchor).getBoundingClientRect();
    if (matchMedia("(max-width: 40rem)").matches) {
      document.body.style.paddingBottom = `${panel.offsetHeight}px`;
      scrollBy(0, Math.max(0, Math.min(sentence.bottom + 8 - (innerHeight - panel.offsetHeight), anchor.getBoundingClientRect().top - 8)));
      return;
    }
    const { left, top, bottom } = sentence.height < innerHeight / 2 ? sentence : anchor.getBoundingClientRect();
    const below = innerHeight - bottom - 18 > Math.min(panel.scrollHeight + 2, top - 18);
    panel.style.maxHeight = `${Math.min(innerHeight * 0.8, 560, (below ? innerHeight - bottom : top) - 18)}px`;
    panel.style.left = `${Math.max(12, Math.min(anchor.getBoundingClientRect().left, document.documentElement.clientWidth - panel.offsetWidth - 12, left + 400))}px`;
    panel.style.top = `${below ? bottom + 6 : Math.max(12, top - panel.offsetHeight - 6)}px`;
  };

  const open = async (trigger, number, text) => {
    const ready = await loaded().then(() => true, () => false);
    const fact = ready && factOf(number);
    opener = trigger;
    if (fact) show(fact, text); else showWithout(number, text);
    panel.style.maxHeight = "";
    panel.showPopover();
    place(trigger);
    trigger.setAttribute("aria-expanded", "true");
    panel.querySelector("h2").focus({ preventScroll: true });
  };

  panel.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || !opener) return;
    document.body.style.paddingBottom = "";
    opener.setAttribute("aria-expanded", "false");
    if (panel.contains(document.activeElement) || document.activeElement === document.body) opener.focus({ preventScroll: true });
  });

  const numbers = [...document.querySelectorAll("[data-fact]")];
  if (!numbers.length || !panel.showPopover) return;
  document.body.append(panel);

  /* One tab stop a paragraph, list, entry or table: its first number, until another was chosen; arrow keys go from number to number.
     Not button elements: those are boxes, and lists of names must be able to break across lines. */
  const together = "table, dl, li[data-is], p, ul, ol";
  const stops = new Map();
  for (const number of numbers) {
    const group = number.closest(together) ?? number.parentElement;
    if (!stops.has(group)) stops.set(group, []);
    const tabIndex = stops.get(group).length ? -1 : 0;
    const text = number.textContent;
    const named = number.querySelector("a[href]");  // names that lead to their allies stand beside a sign that opens
    const trigger = element("span", named ? "i" : [...number.childNodes], { tabIndex, role: "button", ariaHasPopup: "dialog", ariaExpanded: "false" });
    if (named) { trigger.className = "sign"; trigger.setAttribute("aria-label", `Sources: ${text}`); }
    stops.get(group).push(trigger);
    trigger.addEventListener("click", () => open(trigger, number, text));
    number.append(trigger);
  }

  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  for (const [group, triggers] of stops) {
    group.addEventListener("keydown", (event) => {
      const at = triggers.indexOf(event.target);
      if (at < 0) return;
      if (event.key === "Enter" || event.key === " ") event.target.click();
      else if (!(event.key in step)) return;
      else triggers[Math.max(0, Math.min(triggers.length - 1, at + step[event.key]))].focus();
      event.preventDefault();
    });
    group.addEventListener("focusin", (event) => {
      if (triggers.includes(event.target)) triggers.forEach((one) => { one.tabIndex = one === event.target ? 0 : -1; });
    });
  }
})();
