/* What the parts of this script share: files fetched when they are first needed, things that are remembered, names compared as people type them. */
const site = (() => {
  const assets = new URL(".", document.currentScript.src);
  const script = (path) => new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement("script"), { src: path, onload: resolve });
    made.onerror = () => { made.remove(); reject(new Error(`cannot read ${path}`)); };
    document.head.append(made);
  });
  const once = {};
  const asset = (name) => (once[name] ??= script(new URL(name, assets).href).catch((error) => { delete once[name]; throw error; }));
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private windows forget */ } };
  const folded = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  /* What follows # in the address; nothing where it is malformed. */
  const fragment = () => { try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; } };
  const words = () => asset("words.js").then(() => window.siteWords, () => ({ allies: {}, measures: {}, sources: {} }));

  /* Copies a text; its control says so for a moment, to screen readers too. */
  const told = Object.assign(document.createElement("p"), { className: "unseen", role: "status" });
  document.body.append(told);
  const copy = async (control, text) => {
    await navigator.clipboard.writeText(text);
    const before = control.innerHTML;
    control.textContent = told.textContent = "Copied";
    setTimeout(() => { control.innerHTML = before; told.textContent = ""; }, 2000);
  };
  return { script, asset, words, recall, remember, folded, fragment, copy };
})();
