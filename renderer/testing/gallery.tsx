import '../look/tokens.css';
import '../look/base.css';
import { createRoot } from 'react-dom/client';
import { App } from '../app.tsx';
import { connectStore, show } from '../state/app-store.ts';
import { startWords } from '../words/words.ts';
import { fakeBridge } from './fake-bridge.ts';
import { scenarios } from './scenarios.ts';

/** gallery.html?scenario=NAME&lang=de shows one; without a name, the list of them. The theme is the browser's. */
const asked = new URLSearchParams(location.search);
const scenario = scenarios.find(({ name }) => name === asked.get('scenario'));
await startWords(asked.get('lang') ?? 'en');
const root = createRoot(document.getElementById('root')!);
if (scenario) {
  show(scenario.screen);
  connectStore(fakeBridge(scenario.handlers));
  root.render(<App />);
} else {
  root.render(
    <ul>
      {scenarios.map(({ name, press = [] }) => (
        <li key={name}>
          <a href={`?scenario=${name}`} data-press={press.join(' >> ')}>
            {name}
          </a>
        </li>
      ))}
    </ul>,
  );
}
