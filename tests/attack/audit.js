// What a document is made of: `shape`, a string that two pages with other words and the same markup share; `dangers`,
// everything in it that no words of a visitor or author may become; `items`, how many elements each list's rule finds.
({ holes, allowed, lists }) => {
  const dangers = [];
  const passing = new Set(["aria-invalid", "aria-describedby", "aria-busy", "open", "selected", "checked", "value"]);

  const shapeOf = (element) => {
    const own = [...element.attributes]
      .filter((each) => !passing.has(each.name))
      .map((each) => (each.name === "class" ? `.${each.value.trim()}` : each.name));
    const name = `${element.localName}[${own.sort().join(" ")}]`;
    if (element.matches(holes) || element.matches("svg, [data-preview]")) {
      return `${name}{…}`;
    }
    const inside = [...element.children].filter((each) => !each.matches(".field-error, .error-summary, .pager")).map(shapeOf);
    const told = element.matches("ol, ul, nav") ? [...new Set(inside)].sort() : inside;
    return told.length ? `${name}(${told.join(" ")})` : name;
  };

  for (const hole of document.querySelectorAll(holes)) {
    for (const element of hole.querySelectorAll("*")) {
      const attributes = allowed[element.localName];
      if (!attributes) {
        dangers.push(`<${element.localName}> among the words`);
        continue;
      }
      for (const { name, value } of element.attributes) {
        const known = name === "id" ? /^(h|fn|fnref)-/.test(value) : attributes.includes(name);
        if (!known) {
          dangers.push(`<${element.localName} ${name}> among the words`);
        }
      }
    }
  }
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on") || name === "style" || name === "srcdoc") {
        dangers.push(`<${element.localName} ${name}=${value.slice(0, 80)}>`);
      }
      if (["href", "src", "action", "formaction", "xlink:href", "data", "poster", "cite"].includes(name)) {
        let scheme = "";
        try { scheme = new URL(value, document.baseURI).protocol; } catch { continue; }
        if (!["http:", "https:", "mailto:"].includes(scheme)) {
          dangers.push(`<${element.localName} ${name}=${value.slice(0, 80)}>`);
        }
      }
    }
  }
  const items = lists.map((list) => document.querySelectorAll(list).length);
  return { shape: shapeOf(document.documentElement), dangers, items };
}
