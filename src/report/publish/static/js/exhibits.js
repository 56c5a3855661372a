/* What a reader can do with a figure or table: take it away as a picture with its title and source, copy a link to it, put it on a page of
   their own; sort a table, choose its columns on a phone, see that it goes on at the edge. */
(() => {
  const element = (tag, properties = {}, ...content) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...content);
    return made;
  };

  /* A page shown for one exhibit alone, inside another page: country/EST.html?embed=paths. */
  const only = document.getElementById(new URLSearchParams(location.search).get("embed") ?? "")?.closest(".exhibit");
  if (only) {
    const whole = element("a", { href: `${location.pathname}#${only.id}`, target: "_top" }, document.title);
    document.querySelector("article").replaceChildren(only, element("p", { className: "note" }, whole));
    document.body.classList.add("embedded");
  }

  /* Pictures: the drawing for paper, with title, subtitle, source and edition set in the page's typeface. */
  const face = "Source Sans Pro";
  const measuring = document.createElement("canvas").getContext("2d");
  const wrapped = (words, font, width) => {
    measuring.font = `${font} "${face}", sans-serif`;
    return words.split(/\s+/).reduce((lines, word) => {
      const longer = `${lines.at(-1)} ${word}`.trim();
      return measuring.measureText(longer).width <= width ? [...lines.slice(0, -1), longer] : [...lines, word];
    }, [""]).filter(Boolean);
  };
  const svgElement = (tag, attributes, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(text);
    return made;
  };
  const words = (figure, part) => figure.querySelector(part)?.textContent.replace(/\s+/g, " ").trim() ?? "";

  const picture = async (figure) => {
    await site.asset("fonts.js").catch(() => {});
    const chart = figure.querySelector(".still svg").cloneNode(true);
    const [, , across, down] = chart.getAttribute("viewBox").split(" ").map(Number);
    const margin = 20, width = across + 2 * margin;
    const whole = svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", "font-family": `"${face}", sans-serif`, role: "img" });
    whole.append(svgElement("title", {}, words(figure, ".exhibit-title")), svgElement("style", {}, window.siteFonts ?? ""), svgElement("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
    let y = margin;
    const set = (text, size, weight, fill) => {
      for (const line of wrapped(text, `${weight} ${size}px`, across)) whole.append(svgElement("text", { x: margin, y: (y += size * 1.25), "font-size": size, "font-weight": weight, fill }, line));
    };
    set(words(figure, ".exhibit-title"), 20, 600, "#17202a");
    set(words(figure, ".exhibit-subtitle"), 15, 400, "#4d5a67");
    for (const [name, value] of Object.entries({ x: margin, y: y + 12, width: across, height: down })) chart.setAttribute(name, value);
    whole.append(chart);
    y += down + 16;
    set(words(figure, ".source"), 12, 400, "#4d5a67");
    set(words(document, ".brand"), 12, 600, "#4d5a67");
    for (const [name, value] of Object.entries({ width, height: y + margin, viewBox: `0 0 ${width} ${y + margin}` })) whole.setAttribute(name, value);
    return whole;
  };

  const save = (name, blob) => {
    const link = element("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const asSvg = async (figure) => new Blob([new XMLSerializer().serializeToString(await picture(figure))], { type: "image/svg+xml" });
  const asPng = async (figure) => {
    const drawn = await picture(figure);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(drawn))}`;
    await image.decode();
    const canvas = element("canvas", { width: 2 * drawn.getAttribute("width"), height: 2 * drawn.getAttribute("height") });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  };

  const button = (label, title, action) => {
    const made = element("button", { type: "button" }, label, element("span", { className: "unseen" }, ` of “${title}”`));
    made.addEventListener("click", () => action(made));
    return made;
  };

  const { copy } = site;
  const address = (id) => `${location.href.split(/[?#]/)[0]}#${id}`;
  for (const exhibit of document.querySelectorAll(".exhibit")) {
    const link = exhibit.querySelector(".exhibit-data .link");
    if (!link) continue;
    const title = words(exhibit, ".exhibit-title");
    const snippet = `<iframe src="${location.href.split(/[?#]/)[0]}?embed=${exhibit.id}" title="${title.replace(/"/g, "&quot;")}" width="100%" height="560" style="border:0" loading="lazy"></iframe>`;
    if (navigator.clipboard) {
      link.addEventListener("click", (event) => { event.preventDefault(); history.replaceState(null, "", `#${exhibit.id}`); copy(link, address(exhibit.id)); });
      link.after(button("Embed", title, (control) => copy(control, snippet)));
    }
    if (exhibit.querySelector(".still svg")) {
      link.before(button("SVG", title, async () => save(`${exhibit.id}.svg`, await asSvg(exhibit))), button("PNG", title, async () => save(`${exhibit.id}.png`, await asPng(exhibit))));
    }
  }

  /* Tables. A head can stick to the window only where the table need not scroll sideways: looked at again when either changes its width,
     as a table does when its font arrives. */
  const edges = (region) => {
    const beyond = region.scrollWidth - region.clientWidth - region.scrollLeft;
    region.classList.toggle("more", beyond > 2);
    region.classList.toggle("fits", region.querySelector("table").offsetWidth <= region.clientWidth);
  };
  const fitting = new ResizeObserver((entries) => new Set(entries.map(({ target }) => target.closest(".scroll"))).forEach(edges));
  const regions = [...document.querySelectorAll(".exhibit .scroll")].filter((region) => region.querySelector("table")?.tHead?.rows.length);
  for (const region of regions) {
    region.addEventListener("scroll", () => edges(region), { passive: true });
    [region, region.querySelector("table")].forEach((either) => fitting.observe(either));
  }

  const shown = (cell) => cell?.textContent.trim() ?? "";
  const amount = (text) => parseFloat(text.replace(/−/g, "-").replace(/[^\d.-]/g, "")) || 0;
  const empty = (text) => /^[–-]?$/.test(text);
  const order = (place, isNumber, way) => (one, other) => {
    const [a, b] = [one, other].map((row) => shown(row.cells[place]));
    if (empty(a) || empty(b)) return empty(a) - empty(b);
    return way * (isNumber ? amount(a) - amount(b) : a.localeCompare(b, "en", { numeric: true }));
  };
  const sortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows];
    heads.forEach((head, place) => {
      const isNumber = head.classList.contains("n");
      const by = element("button", { type: "button", className: "sort" }, ...head.childNodes);
      head.append(by);
      by.addEventListener("click", () => {
        const way = head.ariaSort ? (head.ariaSort === "ascending" ? -1 : 1) : isNumber ? -1 : 1;
        heads.forEach((one) => { one.ariaSort = one === head ? (way > 0 ? "ascending" : "descending") : null; });
        table.tBodies[0].append(...rows.sort(order(place, isNumber, way)));
      });
    });
  };

  /* On a phone a table of many columns shows the first of them; the reader chooses others. */
  const few = 4;
  const chooser = (region, table) => {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const rule = element("style");
    const count = element("span");
    const boxes = heads.map((head, place) => element("input", { type: "checkbox", checked: place < few - 1 }));
    const apply = () => {
      const hidden = boxes.flatMap((box, place) => (box.checked ? [] : [`#${table.id} tr > :nth-child(${place + 2})`]));
      rule.textContent = hidden.length ? `@media screen and (max-width: 40rem) { ${hidden.join()} { display: none } }` : "";
      count.textContent = `Columns: ${boxes.length - hidden.length} of ${boxes.length} shown`;
    };
    boxes.forEach((box) => box.addEventListener("change", apply));
    const labels = boxes.map((box, place) => element("label", {}, box, ` ${heads[place].textContent}`));
    region.before(rule, element("details", { className: "columns-shown" }, element("summary", {}, count), ...labels));
    apply();
  };

  for (const region of regions) {
    const table = region.querySelector("table");
    if (table.tHead.rows[0].cells.length > few + 1) chooser(region, table);
    if (table.tBodies[0].rows.length > 3) sortable(table);
  }

  /* A full table opens when its address is followed, and on paper. */
  const unfold = () => {
    const target = document.getElementById(site.fragment());
    const folded = target && (target.querySelector(":scope > details.full") ?? target.closest("details.full"));
    if (folded && !folded.open) { folded.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", unfold);
  addEventListener("beforeprint", () => document.querySelectorAll("details.full").forEach((one) => { one.open = true; }));
  unfold();
})();
