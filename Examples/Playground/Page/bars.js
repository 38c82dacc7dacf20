/** Bars of probabilities: an item each, which is reused. */
export function showBars(list, items) {
  while (list.children.length < items.length) {
    const item = document.createElement("li");
    item.innerHTML = '<span class="name"></span><span class="track"><span class="value"></span></span><span class="number"></span>';
    item.querySelector(".value").style.display = "block";
    list.append(item);
  }
  const largest = Math.max(...items.map(item => item.probability));
  items.forEach(({ name, special, probability }, i) => {
    const item = list.children[i];
    item.classList.toggle("first", probability === largest && largest > 0);
    const [label, track, number] = item.children;
    label.textContent = name;
    label.classList.toggle("special", special === true);
    track.firstChild.style.transform = `scaleX(${probability})`;
    number.textContent = `${(100 * probability).toFixed(1)}%`;
  });
}
