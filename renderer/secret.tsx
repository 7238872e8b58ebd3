import './look/tokens.css';
import './look/base.css';
import { createRoot } from 'react-dom/client';
import { findSecretBridge } from './bridge/find-bridge.ts';
import { SecretWindow } from './secret/secret-window.tsx';
import { startWords } from './words/words.ts';

const { bridge, request } = findSecretBridge();
await startWords(navigator.language);
createRoot(document.getElementById('root')!).render(<SecretWindow bridge={bridge} request={request} />);
