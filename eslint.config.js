import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

import svelteConfig from './svelte.config.js';

const TAURI_IS_FOR_THE_BACKEND = {
  patterns: [{ group: ['@tauri-apps/*'], message: 'Only ui/backend talks to the system.' }],
};

export default defineConfig(
  globalIgnores(['dist', 'target', 'gen', 'vendor', 'node_modules', 'ui/backend/types.ts']),
  ts.configs.strict,
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      'no-restricted-imports': ['error', TAURI_IS_FOR_THE_BACKEND],
      'no-restricted-globals': ['error', { name: 'localStorage', message: 'Nothing is kept by the web view.' }],
      // A map or a date that no template reads stays a plain one.
      'svelte/prefer-svelte-reactivity': 'off',
      // TypeScript knows what is defined.
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['ui/backend/**'], rules: { 'no-restricted-imports': 'off' } },
);
