/** Vite turns an imported style sheet into a file of its own; nothing is imported by name. */
declare module '*.css';
