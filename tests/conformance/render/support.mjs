// What the rendered modules need of Python's lists. Only indices are written, which fixed lists ignore as in Sacred.

export function insertAt(list, index, item) {
  const at = index < 0 ? Math.max(0, list.length + index) : Math.min(index, list.length);
  for (let i = list.length; i > at; i--) list[i] = list[i - 1];
  list[at] = item;
}

export function removeAt(list, index) {
  for (let i = index; i < list.length - 1; i++) list[i] = list[i + 1];
  list.length -= 1;
}

export function removeItem(list, item) {
  const index = list.findIndex((other) => JSON.stringify(other) === JSON.stringify(item));
  if (index >= 0) removeAt(list, index);
}
