// Shows each copy button where the clipboard can be written, and says when it has been.
for (const button of document.querySelectorAll('[data-copy]')) {
  const code = document.getElementById(button.dataset.copy);
  const label = button.querySelector('[aria-live]');
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      label.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      label.textContent = 'Selected';
    }
    setTimeout(() => (label.textContent = 'Copy'), 2000);
  });
}
