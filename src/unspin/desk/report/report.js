// Draws the charts of a report: larger on a wide screen, as wide as the paper when it is printed.
(() => {
  const WIDE = matchMedia("(min-width: 62rem)");
  const PAPER = matchMedia("print");
  const ON_PAPER = 640; // pixels
  const LARGER = 1.3;
  const SETTINGS = { displayModeBar: false, responsive: true };
  const charts = [...document.querySelectorAll(".chart")].map((box) => {
    box.textContent = "";
    return { box, told: box.nextElementSibling.textContent };
  });

  function draw(printing) {
    const scale = WIDE.matches && !printing ? LARGER : 1;
    for (const { box, told } of charts) {
      const { data, layout } = JSON.parse(told);
      layout.font = { size: 15 * scale };
      layout.title.font = { size: 18 * scale };
      layout.height *= scale;
      if (printing) layout.width = ON_PAPER;
      for (const trace of data) if (trace.textfont) trace.textfont.size *= scale;
      Plotly.newPlot(box, data, layout, SETTINGS);
    }
  }

  draw(PAPER.matches);
  WIDE.addEventListener("change", () => draw(PAPER.matches));
  PAPER.addEventListener("change", () => draw(PAPER.matches));
  addEventListener("beforeprint", () => draw(true));
  addEventListener("afterprint", () => draw(false));
})();
