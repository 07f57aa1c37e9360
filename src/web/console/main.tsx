import { render } from 'preact';
import './console.css';
import { App } from './app.js';

// Without its language there is nothing that it could say.
if (globalThis.texts) render(<App />, document.getElementById('console')!);
