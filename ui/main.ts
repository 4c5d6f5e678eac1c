// Starts the screens. Decides nothing.

import { mount } from 'svelte';

import './shared/styles/fonts.css';
import './shared/styles/tokens.css';
import './shared/styles/base.css';
import App from './App.svelte';

// Asked for now, not when the first words are laid out: the screens wait for nothing else.
void document.fonts.load('1em Inter');

const target = document.getElementById('app');
if (target) mount(App, { target });
