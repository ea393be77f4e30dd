// A photo straight from the computer, in the dialog that picks photos: sent to the desk, and chosen once it is in the library.
// What is left empty the desk fills from the file itself.
import { crel, gettext } from "django-prose-editor/editor";

const FIELDS = [
  ["title", gettext("Title"), { maxLength: 200 }],
  ["caption", gettext("Caption"), {}],
  ["alt_text", gettext("Alternative text: what is to be seen"), { maxLength: 300 }],
  ["photographer", gettext("Photographer"), { maxLength: 120 }],
  ["agency", gettext("Agency"), { maxLength: 120 }],
];

function field(label, input) {
  return crel("label", { className: "desk-picker__field" }, [crel("span", { textContent: label }), input]);
}

/** The part of the dialog that uploads to `address`; `choose` gets the facts of the new photo. */
export function uploadPanel(address, choose) {
  const image = crel("input", { type: "file", name: "image", required: true, accept: "image/jpeg,image/png,image/webp,image/avif,image/tiff" });
  const inputs = FIELDS.map(([name, , attributes]) => crel("input", { type: "text", name, ...attributes }));
  const refusal = crel("p", { className: "desk-picker__refusal", role: "alert" });
  const send = crel("button", { type: "submit", className: "desk-picker__submit", textContent: gettext("Upload and insert") });
  const form = crel("form", { className: "desk-picker__upload" }, [
    field(gettext("File"), image), ...inputs.map((input, index) => field(FIELDS[index][1], input)), refusal, send,
  ]);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sent = new FormData(form);
    sent.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    send.disabled = true;
    refusal.textContent = "";
    try {
      const response = await fetch(address, { method: "POST", body: sent, headers: { Accept: "application/json" } });
      const { photo, error } = await response.json();
      if (photo && !error) choose(photo);
      else refusal.textContent = error;
      // The same file came in before.
      if (photo && error) {
        const use = crel("button", { type: "button", className: "desk-picker__submit", textContent: gettext("Use the photo that is there") });
        use.addEventListener("click", () => choose(photo));
        refusal.append(" ", use);
      }
    } catch {
      refusal.textContent = gettext("The photo was not uploaded: the desk did not answer, or you are no longer logged in. Try again.");
    }
    send.disabled = false;
  });
  return crel("details", { className: "desk-picker__more" }, [crel("summary", { textContent: gettext("Upload a new photo") }), form]);
}
