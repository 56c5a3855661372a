/* Find an ally: type the start of any of its names, choose with arrow keys and Enter. An ally's own page offers to highlight it on all pages. */
site.mine = () => JSON.parse(site.recall("ally") ?? "[]");
(() => {
  const links = [...document.querySelectorAll("#site-nav [data-iso3]")];
  site.pageOf = (ally) => links.find((link) => ally && (link.dataset.iso3 === ally || link.textContent === ally));
  let names = {};
  const all = (link) => [link.textContent, link.dataset.iso3, ...(names[link.dataset.iso3] ?? [])].map(site.folded);
  const rank = (link, typed) => Math.min(...all(link).map((name) => (name.startsWith(typed) ? 0 : name.includes(` ${typed}`) ? 1 : Infinity)));
  const found = (typed) => links.map((link, place) => ({ link, place, far: rank(link, typed) })).filter(({ far }) => far < Infinity).sort((a, b) => a.far - b.far || a.place - b.place).map(({ link }) => link);

  const finder = (slot, id) => {
    const label = Object.assign(document.createElement("label"), { className: "finder" });
    label.innerHTML = `<span class="unseen">Find an ally</span><input role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="${id}" placeholder="Find an ally…" autocomplete="off" spellcheck="false"><ul role="listbox" id="${id}" aria-label="Allies" hidden></ul>`;
    const [input, list] = [label.querySelector("input"), label.querySelector("ul")];
    let at = 0;
    const mark = (place) => {
      at = (place + list.children.length) % (list.children.length || 1);
      [...list.children].forEach((option, each) => option.setAttribute("aria-selected", each === at));
      list.children[at]?.scrollIntoView({ block: "nearest" });
      if (list.children[at]) input.setAttribute("aria-activedescendant", list.children[at].id); else input.removeAttribute("aria-activedescendant");
    };
    const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const offer = () => {
      const typed = site.folded(input.value.trim());
      const options = typed ? found(typed) : links;
      list.replaceChildren(...options.map((link, place) => {
        const option = Object.assign(document.createElement("li"), { id: `${id}-${place}`, textContent: link.textContent, role: "option" });
        option.addEventListener("pointerdown", (event) => { event.preventDefault(); location.href = link.href; });
        option.dataset.href = link.href;
        return option;
      }));
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(0);
    };
    input.addEventListener("focus", () => site.words().then((words) => { names = words.allies; }));
    input.addEventListener("input", offer);
    input.addEventListener("click", offer);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") { if (list.hidden) offer(); else mark(at + (event.key === "ArrowDown" ? 1 : -1)); } else if (event.key === "Enter" && !list.hidden) location.href = list.children[at].dataset.href;
      else return;
      event.preventDefault();
    });
    slot.append(label);
  };
  if (links.length > 1) [document.querySelector(".bar"), ...document.querySelectorAll("[data-find-ally]")].forEach((slot, place) => finder(slot, `finder-${place}`));

  const show = () => {
    const names = site.mine();
    document.querySelectorAll("tbody th[scope=row]").forEach((head) => head.parentElement.classList.toggle("mine", names.includes(head.textContent.trim())));
    document.querySelectorAll(".chart").forEach((chart) => chart.remark?.());
  };
  const here = links.find((link) => link.getAttribute("aria-current"));
  if (here) {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    const own = [here.dataset.iso3, here.textContent];
    const label = () => {
      const chosen = site.mine()[0] === own[0];
      button.setAttribute("aria-pressed", String(chosen));
      button.textContent = chosen ? `${own[1]} is highlighted on all pages` : `Highlight ${own[1]} on all pages`;
    };
    button.addEventListener("click", () => { site.remember("ally", JSON.stringify(site.mine()[0] === own[0] ? [] : own)); label(); show(); });
    label();
    document.querySelector(".prints")?.append(button);
  }
  show();
})();
