import { hydrate } from 'preact';
import './account.css';
import { App } from './app.js';
import { meetHost } from './host.js';
import type { Initial } from './initial.js';

const root = document.getElementById('account');
const initial = document.getElementById('initial')?.textContent;
// Without its language there is nothing that it could say.
if (root && initial && globalThis.texts) {
  hydrate(<App initial={JSON.parse(initial) as Initial} />, root);
  if (window.parent !== window) meetHost();
}
