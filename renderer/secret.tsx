import './look/tokens.css';
import './look/base.css';
import { createRoot } from 'react-dom/client';
import { findSecretBridge } from './bridge/find-bridge.ts';
import { SecretWindow } from './secret/secret-window.tsx';
import { startWords } from './words/words.ts';

const { bridge, request } = findSecretBridge();
const asked = new URLSearchParams(location.search);
await startWords(asked.get('lang') ?? navigator.language);
const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
document.documentElement.dataset['theme'] = asked.get('theme') ?? (isDark ? 'dark' : 'light');
createRoot(document.getElementById('root')!).render(<SecretWindow bridge={bridge} request={request} />);
