// Starts the screens. Decides nothing.

import { mount } from 'svelte';

import './shared/styles/fonts.css';
import './shared/styles/tokens.css';
import './shared/styles/base.css';
import App from './App.svelte';

const target = document.getElementById('app');
if (target) mount(App, { target });
