// Arguments: role, name. Answers the visible elements of the role whose accessible name contains the name, the exact
// ones first. Covers the roles that our screens use, by the rules of HTML-AAM and accname for them.
const [role, name] = arguments
const selectors = {
  button: 'button, [role=button], summary',
  link: 'a[href], [role=link]',
  textbox: 'input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=url], input[type=password], input[type=search], input[type=date], textarea, [role=textbox]',
  checkbox: 'input[type=checkbox], [role=checkbox], [role=switch]',
  radio: 'input[type=radio], [role=radio]',
  combobox: 'select, [role=combobox]',
  row: 'tr, [role=row]',
  columnheader: 'th, [role=columnheader]',
  dialog: 'dialog, [role=dialog], [role=alertdialog]',
  heading: 'h1, h2, h3, [role=heading]',
  img: 'img, [role=img]',
  alert: '[role=alert]',
  status: '[role=status]',
  menuitem: '[role=menuitem], [role=menuitemradio], [role=menuitemcheckbox]',
  option: 'option, [role=option]',
  tab: '[role=tab]',
  region: 'section, [role=region], main',
}
const plain = (text) => (text ?? '').replace(/\s+/gu, ' ').trim()
const named = (element) => {
  const by = element.getAttribute('aria-labelledby')
  if (by) return plain(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' '))
  const label = element.getAttribute('aria-label')
  if (label) return plain(label)
  if (element.labels?.length) return plain([...element.labels].map((l) => l.textContent).join(' '))
  if (element.alt) return plain(element.alt)
  return plain(element.textContent) || plain(element.title) || plain(element.placeholder)
}
const visible = (element) => {
  const box = element.getBoundingClientRect()
  if (element.matches('input[type=checkbox], input[type=radio]')) return element.isConnected
  return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== 'hidden'
}
const wanted = plain(name)
const open = [...document.querySelectorAll('dialog[open], [role=dialog][aria-modal=true], [role=alertdialog]')].pop()
const inside = open && open.querySelector(selectors[role]) ? open : document
const found = [...inside.querySelectorAll(selectors[role])].filter(visible)
const exact = found.filter((element) => named(element) === wanted)
return exact.length ? exact : found.filter((element) => named(element).includes(wanted))
