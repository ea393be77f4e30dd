// A photo straight from the computer, in the dialog that picks photos: sent to the desk, and chosen once it is in the library.
import { crel, gettext } from "django-prose-editor/editor";

const FIELDS = [
  ["title", gettext("Title"), { required: true, maxLength: 200 }],
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
  const [title] = inputs;
  const refusal = crel("p", { className: "desk-picker__refusal", role: "alert" });
  const send = crel("button", { type: "submit", className: "desk-picker__submit", textContent: gettext("Upload and insert") });
  const form = crel("form", { className: "desk-picker__upload" }, [
    field(gettext("File"), image), ...inputs.map((input, index) => field(FIELDS[index][1], input)), refusal, send,
  ]);

  // The name that an agency gave its file is the first title.
  image.addEventListener("change", () => {
    title.value ||= image.files[0]?.name.replace(/\.[^.]*$/, "") ?? "";
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sent = new FormData(form);
    sent.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    send.disabled = true;
    refusal.textContent = "";
    try {
      const response = await fetch(address, { method: "POST", body: sent, headers: { Accept: "application/json" } });
      const { photo, error } = await response.json();
      if (photo) choose(photo);
      else refusal.textContent = error;
    } catch {
      refusal.textContent = gettext("The photo was not uploaded: the desk did not answer, or you are no longer logged in. Try again.");
    }
    send.disabled = false;
  });
  return crel("details", { className: "desk-picker__more" }, [crel("summary", { textContent: gettext("Upload a new photo") }), form]);
}
