/* What a chart answers: the nearest value under the pointer, pinned by a tap or click; arrow keys go from value to value, Enter to the page
   of its ally. Said in words, in a line that screen readers hear. The reader's own ally, remembered, is ringed wherever a chart shows it. */
site.readout = (() => {
  const plain = /^(ally|year|label|series|side|part|party|measure|range|category|vintage|name|text|rule|column|value|verdict|basis|which|kind|story)$/i;
  const unit = /^(%|points|US\$|€)/;
  const sign = /^(US\$|€)\s*/;

  const valued = (key, value) => {
    if (plain.test(key)) return value;
    if (sign.test(key)) return `${key.match(sign)[1]}${value} ${key.replace(sign, "")}`;
    if (key.startsWith("% ")) return `${value}${key}`;
    return unit.test(key) ? `${value} ${key}` : `${key} ${value}`;
  };

  /* "Latvia, 2030: 4.10% of GDP, likely range 3.9 to 4.4". */
  const inWords = (told) => {
    const ends = (key, end) => key.endsWith(`, ${end}`) && key.slice(0, -end.length - 2);
    const entries = Object.entries(told).map(([key, value]) => [key, String(value)]).filter(([, value]) => value && value !== "null" && value !== "undefined");
    const given = Object.fromEntries(entries);
    const heads = entries.filter(([key]) => plain.test(key)).map(([, value]) => value);
    const rest = entries.filter(([key]) => !plain.test(key)).flatMap(([key, value]) => {
      const low = ends(key, "low"), high = ends(key, "high");
      if (high && given[`${high}, low`]) return [];
      return [low && given[`${low}, high`] ? `${low} ${value} to ${given[`${low}, high`]}` : valued(key, value)];
    });
    return [heads.join(", "), rest.join(", ")].filter(Boolean).join(": ");
  };

  /* Every mark that has something to say, with its place in the drawing. */
  const values = (view, origin) => {
    const found = [];
    const walk = (mark, x, y) => {
      for (const item of mark.items ?? []) {
        if (mark.marktype === "group") {
          for (const inner of item.items ?? []) walk(inner, x + (item.x ?? 0), y + (item.y ?? 0));
        } else if (item.tooltip && typeof item.tooltip === "object") {
          const onLine = mark.marktype === "line" || mark.marktype === "area" || mark.marktype === "symbol";
          const { x1, y1, x2, y2 } = onLine ? { x1: item.x, y1: item.y, x2: item.x, y2: item.y } : item.bounds;
          if ([x1, y1, x2, y2].every(Number.isFinite)) found.push({ x1: x1 + x, y1: y1 + y, x2: x2 + x, y2: y2 + y, series: mark, told: item.tooltip, ally: item.datum?.iso3 ?? item.datum?.ally });
        }
      }
    };
    walk(view.scenegraph().root, origin.x, origin.y);
    return found.sort((one, other) => one.x1 - other.x1 || one.y1 - other.y1);
  };

  const middle = ({ x1, x2, y1, y2 }) => [(x1 + x2) / 2, (y1 + y2) / 2];
  const away = (low, high, at) => Math.max(low - at, 0, at - high);
  const least = (all, measure) => all.reduce((best, one) => { const far = measure(one); return far < best.far ? { one, far } : best; }, { far: Infinity }).one;
  const nearest = (all, x, y) => least(all, (one) => Math.hypot(away(one.x1, one.x2, x), away(one.y1, one.y2, y)) + 0.001 * Math.hypot(middle(one)[0] - x, middle(one)[1] - y));

  /* The next value that way: along the series before across to another. */
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const next = (all, from, [dx, dy]) => {
    const [x, y] = middle(from);
    const ahead = (one) => { const [u, v] = middle(one); return [(u - x) * dx + (v - y) * dy, Math.abs((u - x) * dy) + Math.abs((v - y) * dx)]; };
    return least(all.filter((one) => ahead(one)[0] > 0.5), (one) => ahead(one)[0] + 2 * ahead(one)[1] * (dy || one.series !== from.series) + (dx && one.series !== from.series ? 1000 : 0)) ?? from;
  };

  const svgElement = (tag, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const ring = (one, className) => svgElement("rect", { class: className, x: one.x1 - 4, y: one.y1 - 4, width: one.x2 - one.x1 + 8, height: one.y2 - one.y1 + 8, rx: 4, fill: "none" });

  /* Ring the reader's ally; a picture of one ally alone needs no ring. */
  const mine = (chart) => {
    const { svg, all } = chart.values;
    svg.querySelectorAll(".mine").forEach((old) => old.remove());
    const names = site.mine();
    if (new Set(all.map(({ ally }) => ally)).size > 1) all.filter(({ ally }) => names.includes(ally)).forEach((one) => svg.append(ring(one, "mine")));
  };

  const readout = (chart) => {
    const made = Object.assign(document.createElement("p"), { className: "readout", hidden: true });
    made.setAttribute("role", "status");
    chart.append(made);
    return made;
  };

  return (chart, live, view) => {
    const svg = live.querySelector("svg");
    const { e: x, f: y } = svg.querySelector("g").getCTM();
    const all = values(view, { x, y });
    chart.values = { svg, all };
    if (!all.length) return;
    mine(chart);
    const line = chart.querySelector(".readout") ?? readout(chart);
    let at, pinned = false;

    const clear = () => { pinned = false; line.hidden = true; svg.querySelector(".chosen")?.remove(); };
    const page = (one) => site.pageOf(one.ally);
    const choose = (one, pin = false) => {
      if (at === one && !line.hidden && pinned === pin) return;
      at = one;
      pinned = pin;
      svg.querySelector(".chosen")?.remove();
      svg.append(ring(one, "chosen"));
      line.textContent = inWords(one.told);
      if (pin && page(one)) {
        const link = Object.assign(document.createElement("a"), { href: page(one).href, textContent: "open its page →", tabIndex: -1 });
        link.addEventListener("pointerdown", (event) => event.preventDefault());  // the chart keeps the focus, and so its line
        line.append(" ", link);
      }
      line.hidden = false;
      const [u] = middle(one);
      line.style.left = `${Math.max(0, Math.min(u - line.offsetWidth / 2, chart.clientWidth - line.offsetWidth))}px`;
      const above = one.y1 - line.offsetHeight - 10;
      line.style.top = `${above > -line.offsetHeight ? above : one.y2 + 10}px`;
    };
    const under = ({ clientX, clientY }) => { const box = svg.getBoundingClientRect(); return nearest(all, clientX - box.x, clientY - box.y); };

    live.tabIndex = 0;
    live.onpointermove = (event) => { if (event.pointerType === "mouse" && !pinned) choose(under(event)); };
    live.onpointerleave = () => { if (!pinned) clear(); };
    live.onclick = (event) => { const one = under(event); if (pinned && one === at) return clear(); choose(one, true); };
    live.onkeydown = (event) => {
      if (event.key === "Escape") return clear();
      if (event.key === "Enter" && pinned && page(at)) { location.href = page(at).href; return; }
      if (!(event.key in ways) && event.key !== "Home" && event.key !== "End") return;
      event.preventDefault();
      const there = event.key === "Home" ? all[0] : event.key === "End" ? all.at(-1) : line.hidden ? at ?? all[0] : next(all, at, ways[event.key]);
      choose(there, true);
    };
    live.onblur = clear;
    chart.remark = () => mine(chart);
  };
})();
