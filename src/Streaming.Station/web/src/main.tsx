import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import './styles/base.css';
import './styles/board.css';
import './styles/bed.css';
import './styles/panels.css';
import { start } from './station.js';
import { App } from './views/app.js';

start();
render(<App />, document.getElementById('station')!);
