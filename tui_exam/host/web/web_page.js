// The keyboard belongs to the screen of the exam, from the first moment and wherever one clicks.
"use strict";

function toScreen() {
  document.querySelector(".xterm-helper-textarea")?.focus({ preventScroll: true });
}

window.addEventListener("load", toScreen);
window.addEventListener("focus", toScreen);
document.addEventListener("click", toScreen);
// A key that came before: F5 and its neighbours must not reach the browser's own commands.
document.addEventListener(
  "keydown",
  (event) => {
    const ended = document.body.classList.contains("-closed");
    if (!ended && !event.target.classList?.contains("xterm-helper-textarea")) {
      if (/^F\d+$/.test(event.key)) event.preventDefault();
      toScreen();
    }
  },
  true,
);
