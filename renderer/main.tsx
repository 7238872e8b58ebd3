import './look/tokens.css';
import './look/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { findBridge } from './bridge/find-bridge.ts';
import { connectStore } from './state/app-store.ts';
import { startWords } from './words/words.ts';

const bridge = await findBridge();
await startWords(navigator.language);
connectStore(bridge);
createRoot(document.getElementById('root')!).render(<App />);
