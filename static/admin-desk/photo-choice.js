// The chosen photo, shown beside every field that chooses one and in the list of suggestions.
const $ = window.django.jQuery;

function address(field, number) {
  return field.dataset.thumbnail.replace(/\/0\//, `/${number}/`);
}

function picture(field, number) {
  const image = new Image(96, 72);
  image.alt = "";
  image.loading = "lazy";
  image.src = address(field, number);
  return image;
}

function withPicture(field, result) {
  if (!result.id) return result.text;
  const line = document.createElement("span");
  line.className = "photo-suggestion";
  line.append(picture(field, result.id), result.text);
  return $(line);
}

for (const field of document.querySelectorAll("select[data-thumbnail]")) {
  const shown = document.createElement("div");
  shown.className = "chosen-photo";
  const show = () => shown.replaceChildren(...(field.value ? [picture(field, field.value)] : []));
  (field.closest(".related-widget-wrapper") ?? field).after(shown);
  $(field).on("change", show);
  show();
  $(() => {
    const { appLabel, modelName, fieldName } = field.dataset;
    const query = ({ term, page }) => ({ term, page, app_label: appLabel, model_name: modelName, field_name: fieldName });
    $(field).select2({ ajax: { data: query }, templateResult: (result) => withPicture(field, result) });
  });
}
