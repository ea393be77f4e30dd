// Posts and videos of other hosts: nothing is asked of a host until the reader says so.

for (const embed of document.querySelectorAll("[data-embed-frame]")) {
  const offer = embed.querySelector("[data-embed-offer]");
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.className = "embed__frame";
    frame.src = embed.dataset.embedFrame;
    frame.title = embed.getAttribute("aria-label");
    frame.allow = "encrypted-media; fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin"; // without a referrer YouTube refuses to play
    embed.querySelector("[data-embed-box]").replaceChildren(frame);
    frame.focus();
  });
}
