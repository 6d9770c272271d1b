// A card turns over when one of its buttons is pressed.
for (const button of document.querySelectorAll(".card button")) {
  button.addEventListener("click", () => button.closest(".card").classList.toggle("turned"));
}
