/* A ledger that can be filtered by verdict, text, subject and words. The statements that come first are shown, the rest when it is asked for,
   searched or linked to. The choice stands in the address (#verdict=fails&text=000), so that it can be shared; a statement's own address
   (#000-us-64), or that of any text's claim that makes it, always shows it. Without this script the ledger is a plain list of all. */
(() => {
  const ledger = document.querySelector(".ledger");
  const form = ledger?.querySelector(".filters");
  if (!form) return;
  const status = ledger.querySelector(".shown");
  const rest = ledger.querySelector(".rest");
  const more = ledger.querySelector(".all");
  const names = ["verdict", "text", "about", "q"];
  const { folded, copy } = site;
  const entries = [...ledger.querySelectorAll("li[data-is]")].map((item) => ({ item, is: item.dataset.is.split(" "), words: folded(item.textContent) }));
  const field = (name) => form.elements.namedItem(name);
  let whole = entries.every(({ item }) => !rest.contains(item));

  const chosen = () => names.map((name) => [name, field(name).value]).filter(([, value]) => value);
  const fits = ({ is, words }) => chosen().every(([name, value]) => (name === "q" ? folded(value).split(/\s+/).every((word) => words.includes(word)) : is.includes(value)));

  /* Said once the reader pauses, so that a screen reader is not given a count for each letter. */
  let saying;
  const say = (shown) => {
    clearTimeout(saying);
    const text = shown === entries.length ? `All ${shown} statements` : shown ? `${shown} of ${entries.length} statements` : "No statement fits: choose less";
    saying = setTimeout(() => (status.textContent = text), 150);
  };

  const apply = () => {
    const filtered = chosen().length > 0;
    for (const entry of entries) entry.item.hidden = filtered && !fits(entry);
    rest.hidden = false;
    if (!whole && !filtered) rest.setAttribute("hidden", "until-found");
    else rest.hidden = !rest.querySelector("li[data-is]:not([hidden])");
    more.hidden = whole || filtered;
    say(entries.filter(({ item }) => !item.hidden && (!rest.hidden || !rest.contains(item))).length);
  };

  const showAll = () => {
    whole = true;
    apply();
  };

  const remember = () => history.replaceState(null, "", chosen().length ? `#${new URLSearchParams(chosen())}` : "#ledger");
  const choose = (wanted) => {
    for (const name of names.slice(1)) field(name).value = wanted.get(name) ?? "";
    for (const chip of field("verdict")) chip.checked = chip.value === (wanted.get("verdict") ?? "");
  };

  const recall = () => {
    const address = site.fragment();
    const target = address && !address.includes("=") ? document.getElementById(address) : null;
    const item = target?.closest("li[data-is]");
    if (address.includes("=")) choose(new URLSearchParams(address));
    if (item?.hidden) choose(new URLSearchParams());
    whole ||= Boolean(item && rest.contains(item));
    apply();
    if (item) item.scrollIntoView();
    else if (address.includes("=")) ledger.scrollIntoView();
  };

  form.addEventListener("input", () => { apply(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  rest.addEventListener("beforematch", showAll);
  more.addEventListener("click", () => { showAll(); rest.querySelector("h3").focus(); });
  ledger.addEventListener("click", (event) => {
    const link = event.target.closest(".link");
    if (!link || !navigator.clipboard) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    copy(link, link.href);
  });
  addEventListener("hashchange", recall);
  form.hidden = false;
  recall();
})();
