/**
 * The QR code of a pass leads to `…/vote/#CODE`. What follows # is never sent to a server
 * and never logged; here it is put into the field, and taken out of the address at once.
 */
const field = document.querySelector("[data-pass-code]");
const code = decodeURIComponent(location.hash.slice(1));

if (field && /^[A-Za-z0-9-]{16,24}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
  field.form.querySelector("button[type=submit]")?.focus();
}
